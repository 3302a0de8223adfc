-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
-- == rows
INSERT INTO users VALUES (1, 'a'), (8, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);
-- == refused
users.name holds NULL, which it is not to take any more: 1 value, NULL in row 8
