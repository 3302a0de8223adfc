-- The columns that follow the table change with it.
-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20)) CHARACTER SET latin1;
-- == rows
INSERT INTO users VALUES (1, 'é');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20)) CHARACTER SET utf8mb4;
