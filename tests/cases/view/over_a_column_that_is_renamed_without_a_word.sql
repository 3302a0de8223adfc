-- on: postgres, mysql, mariadb
-- rename: u.n=u.k
-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE VIEW v AS SELECT id, n FROM u;
CREATE VIEW reader AS SELECT n FROM v;
-- == rows
INSERT INTO u VALUES (1, 2);
-- == after
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, k INTEGER);
CREATE VIEW v AS SELECT id, k AS n FROM u;
CREATE VIEW reader AS SELECT n FROM v;
-- == operations
rename column u.n to k
