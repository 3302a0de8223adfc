-- The view lets go of the column before it is dropped, and has it again only when it is back.
-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER NOT NULL DEFAULT 3);
CREATE VIEW v AS SELECT id, n FROM u;
-- == rows
INSERT INTO u (id) VALUES (1);
-- == after
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM u;
-- == operations
drop view v
drop column u.n
create view v
