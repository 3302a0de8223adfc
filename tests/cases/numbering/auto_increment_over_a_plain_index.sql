-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, number INTEGER NOT NULL);
-- == rows
INSERT INTO users VALUES (1, 1), (2, 5);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, number INTEGER NOT NULL AUTO_INCREMENT, KEY ix_number (number));
