-- A column that takes its numbers from a sequence that stands alone.
-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE SEQUENCE tickets;
CREATE TABLE users (id INTEGER DEFAULT nextval('tickets') NOT NULL PRIMARY KEY);
