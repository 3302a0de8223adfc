-- == before
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER, total INTEGER GENERATED ALWAYS AS (price * 2) STORED);
-- == rows
INSERT INTO items (id, price) VALUES (1, 3);
-- == after
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY);
