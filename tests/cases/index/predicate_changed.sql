-- on: sqlite, postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), age INTEGER);
CREATE UNIQUE INDEX ix_users ON users (name) WHERE age > 18;
-- == rows
INSERT INTO users VALUES (1, 'a', 1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), age INTEGER);
CREATE UNIQUE INDEX ix_users ON users (name) WHERE age IS NOT NULL;
