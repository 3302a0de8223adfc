-- A rebuild keeps the generated column and its index.
-- == before
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER, total INTEGER GENERATED ALWAYS AS (price * 2) STORED);
CREATE INDEX ix_items_total ON items (total);
-- == rows
INSERT INTO items (id, price) VALUES (1, 3);
-- == after
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, total INTEGER GENERATED ALWAYS AS (price * 2) STORED);
CREATE INDEX ix_items_total ON items (total);
