-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT) STRICT;
