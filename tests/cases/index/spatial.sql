-- on: mysql, mariadb
-- == before
CREATE TABLE places (id INTEGER NOT NULL PRIMARY KEY, at POINT NOT NULL);
-- == rows
INSERT INTO places VALUES (1, ST_GeomFromText('POINT(1 1)'));
-- == after
CREATE TABLE places (id INTEGER NOT NULL PRIMARY KEY, at POINT NOT NULL);
CREATE SPATIAL INDEX ix_places_at ON places (at);
