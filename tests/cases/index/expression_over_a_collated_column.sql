-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) COLLATE "C", age INTEGER);
CREATE INDEX ix ON users (lower(name));
-- == rows
INSERT INTO users VALUES (1, 'a', 1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) COLLATE "C", age INTEGER);
CREATE INDEX ix ON users (lower(name), (upper(name) COLLATE "POSIX"));
