-- rename: users=people
-- rename: people.name=people.full_name
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
-- == rows
INSERT INTO users VALUES (1, 'a'), (2, 'b');
-- == after
CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, full_name VARCHAR(30) NOT NULL, age INTEGER);
