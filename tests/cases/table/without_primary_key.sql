-- Rows that only their place tells apart.
-- == before
CREATE TABLE logs (line VARCHAR(40));
-- == rows
INSERT INTO logs VALUES ('a'), ('a'), ('b');
-- == after
CREATE TABLE logs (line VARCHAR(40) NOT NULL, level INTEGER DEFAULT 0);
