-- Several columns at once, of several types.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1), (2);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), age SMALLINT, bio TEXT, born DATE, balance NUMERIC(10,2) DEFAULT 0 NOT NULL);
