-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), code VARCHAR(20)) CHARACTER SET utf8mb4;
-- == rows
INSERT INTO users VALUES (1, 'é', 'x');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), code VARCHAR(20) CHARACTER SET ascii) CHARACTER SET utf8mb4;
