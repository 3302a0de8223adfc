-- What was written goes, and what is computed stands in its place.
-- changed: items.total
-- lost: items.total
-- == before
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, total INTEGER);
-- == rows
INSERT INTO items VALUES (1, 3, 100);
-- == after
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, total INTEGER GENERATED ALWAYS AS (price * 2) STORED);
