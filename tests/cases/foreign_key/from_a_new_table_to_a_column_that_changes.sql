-- == before
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO roles VALUES (1);
-- == after
CREATE TABLE roles (id BIGINT NOT NULL PRIMARY KEY);
CREATE TABLE abilities (id INTEGER NOT NULL PRIMARY KEY, role_id BIGINT, CONSTRAINT fk_abilities FOREIGN KEY (role_id) REFERENCES roles (id));
