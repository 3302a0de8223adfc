-- The engine MEMORY makes hashes of indexes that are not said to be trees.
-- on: mysql, mariadb
-- == before
CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, b INTEGER, KEY plain (a), KEY tree (b) USING BTREE) ENGINE=MEMORY;
-- == after
CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, b INTEGER, KEY plain (a) USING BTREE, KEY tree (b)) ENGINE=MEMORY;
