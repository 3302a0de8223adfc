-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users_name ON users (name);
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users_name ON users (name varchar_pattern_ops DESC);
