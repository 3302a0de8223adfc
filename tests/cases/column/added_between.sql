-- Where a column stands is no difference.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == rows
INSERT INTO users VALUES (1, 30), (2, NULL);
-- == after
CREATE TABLE users (email VARCHAR(80), id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
