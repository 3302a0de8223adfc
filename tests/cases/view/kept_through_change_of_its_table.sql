-- A table is changed under a view that reads it.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, name VARCHAR(20));
CREATE VIEW adults AS SELECT id, age FROM users WHERE age >= 18;
-- == rows
INSERT INTO users VALUES (1, 5, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, name VARCHAR(40) NOT NULL);
CREATE VIEW adults AS SELECT id, age FROM users WHERE age >= 18;
