-- A column goes with the index over it.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), age INTEGER);
CREATE INDEX ix_users_email ON users (email);
-- == rows
INSERT INTO users VALUES (1, 'ann@example.org', 30), (2, NULL, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
