-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), tags JSONB);
CREATE INDEX ix_users_name ON users (name);
-- == rows
INSERT INTO users VALUES (1, 'a', '{}');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), tags JSONB);
CREATE INDEX ix_users_name ON users USING hash (name);
CREATE INDEX ix_users_tags ON users USING gin (tags jsonb_path_ops);
