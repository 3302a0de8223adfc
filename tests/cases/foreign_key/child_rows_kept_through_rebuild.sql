-- The parent is rebuilt under a child that cascades: no child row goes.
-- == before
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE);
-- == rows
INSERT INTO roles VALUES (1, 'x');
INSERT INTO users VALUES (1, 1), (2, 1);
-- == after
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, role_id INTEGER, CONSTRAINT fk_users_role FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE);
