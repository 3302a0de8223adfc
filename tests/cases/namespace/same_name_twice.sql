-- on: postgres
-- == before
CREATE SCHEMA shop;
CREATE TABLE shop.users (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
-- == rows
INSERT INTO users VALUES (1, 'a');
INSERT INTO shop.users VALUES (1, 'b');
-- == after
CREATE SCHEMA shop;
CREATE TABLE shop.users (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(5));
