-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, bio TEXT);
-- == rows
INSERT INTO users VALUES (1, 'b');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, bio TEXT);
CREATE FULLTEXT INDEX ix_users_bio ON users (bio);
