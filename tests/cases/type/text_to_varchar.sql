-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
-- == rows
INSERT INTO users VALUES (1, 'ann'), (2, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40));
