-- The column, the key, and the table that it points at, all new.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id));
