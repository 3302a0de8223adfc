-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), age INTEGER);
CREATE INDEX ix_users ON users (name, age);
-- == rows
INSERT INTO users VALUES (1, 'a', 1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), age INTEGER);
CREATE INDEX ix_users ON users (age, name);
