-- A table that refers to itself is rebuilt, and no row goes.
-- == before
CREATE TABLE parts (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), parent INTEGER, CONSTRAINT fk_parts_parent FOREIGN KEY (parent) REFERENCES parts (id) ON DELETE CASCADE);
-- == rows
INSERT INTO parts VALUES (1, 'a', NULL), (2, 'b', 1);
-- == after
CREATE TABLE parts (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, parent INTEGER, CONSTRAINT fk_parts_parent FOREIGN KEY (parent) REFERENCES parts (id) ON DELETE CASCADE);
