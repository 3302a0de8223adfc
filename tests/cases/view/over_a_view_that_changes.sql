-- A view that stays as it is goes too while the one that it reads is away; one that changes gives up what that one loses.
-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);
CREATE TABLE other (id INTEGER NOT NULL PRIMARY KEY);
CREATE VIEW base AS SELECT id, n FROM u;
CREATE VIEW a_reader AS SELECT id FROM base;
CREATE VIEW z_reader AS SELECT id, n FROM base;
CREATE VIEW further AS SELECT id FROM z_reader;
CREATE VIEW apart AS SELECT id FROM other;
-- == rows
INSERT INTO u VALUES (1, 2);
-- == after
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE other (id INTEGER NOT NULL PRIMARY KEY);
CREATE VIEW base AS SELECT id FROM u;
CREATE VIEW a_reader AS SELECT id FROM base;
CREATE VIEW z_reader AS SELECT id FROM base;
CREATE VIEW further AS SELECT id FROM z_reader;
CREATE VIEW apart AS SELECT id FROM other WHERE id > 1;
