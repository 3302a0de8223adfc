-- == before
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, amount INTEGER NOT NULL, total INTEGER GENERATED ALWAYS AS (price * amount) STORED);
-- == rows
INSERT INTO items (id, price, amount) VALUES (1, 3, 4);
-- == after
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, amount INTEGER NOT NULL, total INTEGER GENERATED ALWAYS AS (price + amount) STORED);
