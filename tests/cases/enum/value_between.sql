-- on: postgres
-- == before
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood DEFAULT 'sad');
-- == rows
INSERT INTO users VALUES (1, 'happy');
-- == after
CREATE TYPE mood AS ENUM ('bad', 'sad', 'well', 'happy');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood DEFAULT 'sad');
