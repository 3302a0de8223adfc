-- A default that is the time of writing, on a table with rows.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);
