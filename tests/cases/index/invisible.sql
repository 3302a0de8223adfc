-- == before mysql
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, KEY ix_users_age (age));
-- == before mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, KEY ix_users_age (age));
-- == rows
INSERT INTO users VALUES (1, 5);
-- == after mysql
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, KEY ix_users_age (age) INVISIBLE);
-- == after mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, KEY ix_users_age (age) IGNORED);
