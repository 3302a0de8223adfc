-- rename: users=people
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_name ON users (name);
-- == rows
INSERT INTO users VALUES (1, 'a'), (2, 'b');
-- == after
CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));
CREATE INDEX ix_name ON people (name);
