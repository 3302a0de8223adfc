-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, KEY ix_users_age (age));
-- == before postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
CREATE INDEX ix_users_age ON users (age);
-- == rows
INSERT INTO users VALUES (1, 5);
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, KEY ix_users_age (age) COMMENT 'it''s old');
-- == after postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
CREATE INDEX ix_users_age ON users (age);
COMMENT ON INDEX ix_users_age IS 'it''s old';
