-- SQLite keeps the word as it was written, whatever it means.
-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(20), b, c INT, d "strange type"(3, 4));
-- == rows
INSERT INTO users VALUES (1, 'a', x'00', 3, 'x');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(30), b BLOB, c INTEGER, d "other type");
