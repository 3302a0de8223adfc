-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, anything, name TEXT);
-- == rows
INSERT INTO users VALUES (1, x'00', 'a'), (2, 1.5, 'b'), (3, 'x', 'c'), (4, 7, 'd');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, anything, name TEXT NOT NULL);
