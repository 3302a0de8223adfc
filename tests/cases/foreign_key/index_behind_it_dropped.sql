-- The index that a key needs goes, and another takes its place.
-- on: mysql, mariadb
-- == before
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, age INTEGER, KEY ix_role (role_id), CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id));
-- == rows
INSERT INTO roles VALUES (1);
INSERT INTO users VALUES (1, 1, 1), (2, NULL, 2);
-- == after
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, age INTEGER, KEY ix_role_age (role_id, age), CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id));
