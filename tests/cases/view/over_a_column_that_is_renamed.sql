-- A view keeps the names of its own columns, and so does one that reads it.
-- rename: u.n=u.k
-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE VIEW v AS SELECT id, n AS n FROM u WHERE n > 0;
CREATE VIEW joined AS SELECT p.id, p.n AS number, r.n AS role FROM u p JOIN roles r ON r.id = p.n;
CREATE VIEW reader AS SELECT n FROM v;
-- == rows
INSERT INTO u VALUES (1, 2);
INSERT INTO roles VALUES (1, 2);
-- == after
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, k INTEGER);
CREATE TABLE roles (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE VIEW v AS SELECT id, k AS n FROM u WHERE k > 0;
CREATE VIEW joined AS SELECT p.id, p.k AS number, r.n AS role FROM u p JOIN roles r ON r.id = p.k;
CREATE VIEW reader AS SELECT n FROM v;
-- == operations
rename column u.n to k
