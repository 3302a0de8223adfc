-- == before
CREATE TABLE parts (id INTEGER NOT NULL PRIMARY KEY, parent INTEGER);
-- == rows
INSERT INTO parts VALUES (1, NULL), (2, 1);
-- == after
CREATE TABLE parts (id INTEGER NOT NULL PRIMARY KEY, parent INTEGER, CONSTRAINT fk_parts_parent FOREIGN KEY (parent) REFERENCES parts (id) ON DELETE CASCADE);
