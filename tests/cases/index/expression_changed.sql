-- on: sqlite, postgres, mysql
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users ON users (lower(name));
-- == before mysql
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users ON users ((lower(name)));
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users ON users (upper(name));
-- == after mysql
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users ON users ((upper(name)));
