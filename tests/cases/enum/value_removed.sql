-- on: postgres
-- == before
CREATE TYPE mood AS ENUM ('sad', 'happy', 'glad');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood DEFAULT 'sad', moods mood[]);
CREATE INDEX ix_users_mood ON users (mood);
-- == rows
INSERT INTO users VALUES (1, 'happy', '{sad,happy}');
-- == after
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood DEFAULT 'sad', moods mood[]);
CREATE INDEX ix_users_mood ON users (mood);
