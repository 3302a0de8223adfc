-- INT PRIMARY KEY is not INTEGER PRIMARY KEY.
-- on: sqlite
-- == before
CREATE TABLE tags (id INT NOT NULL PRIMARY KEY, name TEXT);
-- == rows
INSERT INTO tags VALUES (5, 'a'), (3, 'b');
-- == after
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
