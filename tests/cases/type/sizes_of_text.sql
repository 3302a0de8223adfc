-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a TINYTEXT, b TEXT, c MEDIUMTEXT, d LONGTEXT, e BLOB);
-- == rows
INSERT INTO users VALUES (1, 'a', 'b', 'c', 'd', 'e');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a TEXT, b MEDIUMTEXT, c LONGTEXT, d TINYTEXT, e LONGBLOB);
