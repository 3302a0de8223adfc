-- A NOT NULL column is added to a table with rows: its default fills them.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1), (2);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR(20) DEFAULT 'plain' NOT NULL);
