-- rename: people=guests
-- rename: users=people
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == rows
INSERT INTO users VALUES (1, 'ann'), (2, 'bob');
INSERT INTO people VALUES (3, 30);
-- == after
CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE guests (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
