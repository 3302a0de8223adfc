-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE counters (counter TINYBLOB NOT NULL, value INTEGER, PRIMARY KEY (counter(128)));
