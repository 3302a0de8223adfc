-- A column goes, and comes back empty.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), age INTEGER);
-- == rows
INSERT INTO users VALUES (1, 'ann@example.org', 30), (2, NULL, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
