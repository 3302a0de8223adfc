-- Partial, descending, collated and expression indexes outlive a change of another column.
-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT COLLATE NOCASE, age INTEGER);
CREATE INDEX ix_1 ON users (name DESC);
CREATE INDEX ix_2 ON users (name COLLATE RTRIM, age) WHERE age > 5;
CREATE UNIQUE INDEX ix_3 ON users (lower(name), age + 1 DESC);
-- == rows
INSERT INTO users VALUES (1, 'a', 1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT COLLATE NOCASE, age INTEGER NOT NULL);
CREATE INDEX ix_1 ON users (name DESC);
CREATE INDEX ix_2 ON users (name COLLATE RTRIM, age) WHERE age > 5;
CREATE UNIQUE INDEX ix_3 ON users (lower(name), age + 1 DESC);
