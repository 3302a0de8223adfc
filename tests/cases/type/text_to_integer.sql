-- Numbers written as text become numbers.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age VARCHAR(20));
-- == rows
INSERT INTO users VALUES (1, '30'), (2, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
