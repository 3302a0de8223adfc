-- PostgreSQL refuses to change a column that a view reads; the view is set aside for it.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
CREATE VIEW adults AS SELECT id, age FROM users WHERE age >= 18;
-- == rows
INSERT INTO users VALUES (1, 5);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age BIGINT);
CREATE VIEW adults AS SELECT id, age FROM users WHERE age >= 18;
