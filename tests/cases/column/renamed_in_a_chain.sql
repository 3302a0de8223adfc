-- One name is free before the next column takes it, and types change on top.
-- rename: users.nick=users.short
-- rename: users.name=users.nick
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL, nick VARCHAR(10));
-- == rows
INSERT INTO users VALUES (1, 'ann', 'a'), (2, 'bob', NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, nick VARCHAR(30), short VARCHAR(10));
