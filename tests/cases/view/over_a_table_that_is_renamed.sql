-- rename: u=w
-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE VIEW v AS SELECT id, n FROM u WHERE n > 0;
CREATE VIEW reader AS SELECT n FROM v;
-- == rows
INSERT INTO u VALUES (1, 2);
-- == after
CREATE TABLE w (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE VIEW v AS SELECT id, n FROM w WHERE n > 0;
CREATE VIEW reader AS SELECT n FROM v;
-- == operations sqlite mysql mariadb
rename table u to w
