-- A whole number of 64 bits that stood for the row's number.
-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id BIGINT NOT NULL, name TEXT, CONSTRAINT pk_users PRIMARY KEY (id)) WITHOUT ROWID;
