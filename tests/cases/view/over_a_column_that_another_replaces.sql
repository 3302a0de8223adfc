-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE VIEW v AS SELECT id, n FROM u WHERE n > 0;
-- == rows
INSERT INTO u (id) VALUES (1);
-- == after
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, k INTEGER);
CREATE VIEW v AS SELECT id, k FROM u WHERE k > 0;
-- == operations
drop view v
add column u.k
drop column u.n
create view v
