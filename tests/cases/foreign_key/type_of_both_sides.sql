-- The column and the one it refers to get a wider type together.
-- == before
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id));
-- == rows
INSERT INTO roles VALUES (1);
INSERT INTO users VALUES (1, 1), (2, NULL);
-- == after
CREATE TABLE roles (id BIGINT NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id BIGINT, CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id));
