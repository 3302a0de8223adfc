-- Of a long column only the beginning can be in the key.
-- on: mysql, mariadb
-- == before
CREATE TABLE sessions (node VARCHAR(40) NOT NULL, pid TEXT NOT NULL, PRIMARY KEY (node, pid(75)));
-- == rows
INSERT INTO sessions VALUES ('a', '1'), ('b', '1');
-- == after
CREATE TABLE sessions (node VARCHAR(40) NOT NULL, pid TEXT NOT NULL, PRIMARY KEY (node(10), pid(50)));
