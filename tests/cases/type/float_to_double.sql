-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, height REAL);
-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, height FLOAT);
-- == rows
INSERT INTO users VALUES (1, 1.5), (2, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, height DOUBLE PRECISION);
