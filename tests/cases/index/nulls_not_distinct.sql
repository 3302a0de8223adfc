-- on: postgres >= 15
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE UNIQUE INDEX ix_users_name ON users (name);
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE UNIQUE INDEX ix_users_name ON users (name) NULLS NOT DISTINCT;
