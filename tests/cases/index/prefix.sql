-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), bio TEXT);
CREATE INDEX ix_users_name ON users (name);
-- == rows
INSERT INTO users VALUES (1, 'a', 'b');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), bio TEXT);
CREATE INDEX ix_users_name ON users (name(5), bio(10));
