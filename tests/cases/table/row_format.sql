-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20)) ROW_FORMAT = COMPRESSED;
