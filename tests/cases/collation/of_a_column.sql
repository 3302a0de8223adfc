-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_users_name ON users (name);
-- == rows
INSERT INTO users VALUES (1, 'é');
-- == after sqlite
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) COLLATE NOCASE);
CREATE INDEX ix_users_name ON users (name);
-- == after postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) COLLATE "C");
CREATE INDEX ix_users_name ON users (name);
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) COLLATE utf8mb4_bin);
CREATE INDEX ix_users_name ON users (name);
