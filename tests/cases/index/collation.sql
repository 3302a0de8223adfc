-- == before postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users_name ON users (name);
-- == before sqlite
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users_name ON users (name);
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users_name ON users (name COLLATE "C" DESC);
-- == after sqlite
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users_name ON users (name COLLATE NOCASE DESC);
