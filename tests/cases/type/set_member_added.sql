-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, tags SET('a', 'b'));
-- == rows
INSERT INTO users VALUES (1, 'a'), (2, 'a,b');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, tags SET('a', 'b', 'c') DEFAULT 'a,c');
