-- changed: files.hash
-- on: mysql, mariadb
-- == before
CREATE TABLE files (id INTEGER NOT NULL PRIMARY KEY, hash BINARY(4), body VARBINARY(10));
-- == rows
INSERT INTO files VALUES (1, 'abcd', 'xyz');
-- == after
CREATE TABLE files (id INTEGER NOT NULL PRIMARY KEY, hash BINARY(8), body VARBINARY(20));
-- == between
UPDATE files SET hash = NULL;
