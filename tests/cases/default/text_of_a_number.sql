-- '007' is not 7.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, code VARCHAR(40) DEFAULT '7');
-- == rows
INSERT INTO users VALUES (1, 'ann');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, code VARCHAR(40) DEFAULT '007');
