-- A rename keeps the values.
-- rename: users.name=users.full_name
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
-- == rows
INSERT INTO users VALUES (1, 'ann'), (2, 'bob');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, full_name VARCHAR(20) NOT NULL);
