-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, code CHAR(3));
-- == rows
INSERT INTO users VALUES (1, 'abc');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, code VARCHAR(3));
