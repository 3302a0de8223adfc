-- on: postgres, mysql, mariadb
-- == before
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, KEY ix (role_id), CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id));
-- == before postgres
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id));
-- == rows
INSERT INTO roles VALUES (1);
INSERT INTO users VALUES (1, 1), (2, NULL);
-- == after
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, KEY ix (role_id), CONSTRAINT users_have_roles FOREIGN KEY (role_id) REFERENCES roles (id));
-- == after postgres
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, CONSTRAINT users_have_roles FOREIGN KEY (role_id) REFERENCES roles (id));
