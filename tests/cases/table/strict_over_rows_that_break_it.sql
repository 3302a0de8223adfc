-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER) STRICT;
-- == refused
cannot store TEXT value in INTEGER column
