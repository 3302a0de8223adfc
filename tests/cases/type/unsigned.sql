-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == rows
INSERT INTO users VALUES (1, 30);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER UNSIGNED);
