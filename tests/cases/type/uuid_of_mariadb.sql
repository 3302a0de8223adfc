-- on: mariadb >= 10.7
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a CHAR(36), b VARCHAR(45));
-- == rows
INSERT INTO users VALUES (1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '::1');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a UUID, b INET6);
