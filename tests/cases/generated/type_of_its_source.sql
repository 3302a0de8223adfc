-- The column that another one is computed from gets another type.
-- == before
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER, total BIGINT GENERATED ALWAYS AS (price * 2) STORED, CONSTRAINT ck_total CHECK (total < 1000));
CREATE INDEX ix_items_total ON items (total);
-- == rows
INSERT INTO items (id, price) VALUES (1, 3);
-- == after
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price BIGINT, total BIGINT GENERATED ALWAYS AS (price * 2) STORED, CONSTRAINT ck_total CHECK (total < 1000));
CREATE INDEX ix_items_total ON items (total);
