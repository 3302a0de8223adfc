-- == before
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER);
-- == rows
INSERT INTO roles VALUES (1);
INSERT INTO users VALUES (1, 2);
-- == after
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id));
-- == refused
fk_users_role
-- == refused sqlite
users
