-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood ENUM('a', 'b', 'c'));
-- == rows
INSERT INTO users VALUES (1, 'a'), (2, 'b');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood ENUM('a', 'b'));
