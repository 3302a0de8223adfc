-- A value that does not fit is not cut. SQLite knows no length.
-- on: postgres, mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40));
-- == rows
INSERT INTO users VALUES (1, 'somebody with a long name');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
-- == refused
too long
-- == refused mysql mariadb
name
