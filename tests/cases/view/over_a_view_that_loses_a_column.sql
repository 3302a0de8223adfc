-- The table stays as it is.
-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE VIEW base AS SELECT id, n FROM u;
CREATE VIEW reader AS SELECT id, n FROM base;
-- == rows
INSERT INTO u VALUES (1, 2);
-- == after
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE VIEW base AS SELECT id FROM u;
CREATE VIEW reader AS SELECT id FROM base;
-- == operations
drop view reader
alter view base
create view reader
