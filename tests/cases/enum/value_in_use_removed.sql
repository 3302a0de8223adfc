-- on: postgres
-- == before
CREATE TYPE mood AS ENUM ('sad', 'happy', 'glad');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood DEFAULT 'sad');
-- == rows
INSERT INTO users VALUES (1, 'glad');
-- == after
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood DEFAULT 'sad');
-- == refused
glad
