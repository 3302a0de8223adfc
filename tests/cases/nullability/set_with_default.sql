-- NULL to NOT NULL, and a default for new rows.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
-- == rows
INSERT INTO users VALUES (1, 'ann'), (2, 'bob');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT 'x' NOT NULL);
