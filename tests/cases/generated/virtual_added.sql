-- on: sqlite, mysql, mariadb
-- == before
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, amount INTEGER NOT NULL);
-- == rows
INSERT INTO items VALUES (1, 3, 4);
-- == after
CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, amount INTEGER NOT NULL, total INTEGER GENERATED ALWAYS AS (price * amount) VIRTUAL);
