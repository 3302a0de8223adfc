-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT 'abc');
-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT 'abc');
-- == rows
INSERT INTO users VALUES (1, 'ann');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT (upper('abc')));
