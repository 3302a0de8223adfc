-- on: postgres
-- == before
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood);
-- == rows
INSERT INTO users VALUES (1, 'glad');
-- == after
CREATE TYPE mood AS ENUM ('glad', 'sad');
COMMENT ON TYPE mood IS 'how it is';
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood);
