-- A new type, and a column of it in a table that was there.
-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE TYPE mood AS ENUM ('sad', 'it''s', 'happy');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood DEFAULT 'sad' NOT NULL, moods mood[]);
