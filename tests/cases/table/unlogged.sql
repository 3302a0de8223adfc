-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE UNLOGGED TABLE users (id INTEGER NOT NULL PRIMARY KEY);
