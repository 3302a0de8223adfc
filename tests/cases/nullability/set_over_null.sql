-- Rows without a value stand in the way, and nothing is done.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
-- == rows
INSERT INTO users VALUES (1, 'ann'), (2, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
-- == refused
name
