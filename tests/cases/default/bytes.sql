-- A binary default with a zero byte in it.
-- == before sqlite
CREATE TABLE files (id INTEGER NOT NULL PRIMARY KEY, magic BLOB DEFAULT x'00ff');
-- == before postgres
CREATE TABLE files (id INTEGER NOT NULL PRIMARY KEY, magic BYTEA DEFAULT '\x00ff');
-- == before mysql mariadb
CREATE TABLE files (id INTEGER NOT NULL PRIMARY KEY, magic VARBINARY(8) DEFAULT x'00ff');
-- == rows
INSERT INTO files VALUES (1, 'abc');
-- == after sqlite
CREATE TABLE files (id INTEGER NOT NULL PRIMARY KEY, magic BLOB DEFAULT x'00fe27');
-- == after postgres
CREATE TABLE files (id INTEGER NOT NULL PRIMARY KEY, magic BYTEA DEFAULT '\x00fe27');
-- == after mysql mariadb
CREATE TABLE files (id INTEGER NOT NULL PRIMARY KEY, magic VARBINARY(8) DEFAULT x'00fe27');
