-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood VARCHAR(20) DEFAULT 'sad');
-- == rows
INSERT INTO users VALUES (1, 'glad');
-- == after
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood DEFAULT 'sad');
