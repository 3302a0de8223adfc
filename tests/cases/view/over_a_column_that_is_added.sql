-- What is only added is there before the view changes, and on the way back the view changes first.
-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM u;
-- == rows
INSERT INTO u VALUES (1);
-- == after
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER DEFAULT 3);
CREATE VIEW v AS SELECT id, n FROM u;
-- == operations
add column u.n
alter view v
