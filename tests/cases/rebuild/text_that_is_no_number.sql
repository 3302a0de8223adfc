-- A cast that loses values is refused before any row moves.
-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age TEXT, name TEXT);
-- == rows
INSERT INTO users VALUES (1, '7', 'a'), (2, 'seven', 'b'), (3, ' 1e2 ', 'c'), (4, '0x10', 'd'), (5, NULL, 'e');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, name TEXT);
-- == refused
users.age holds text that is no number: 2 values, such as 'seven' in row 2
