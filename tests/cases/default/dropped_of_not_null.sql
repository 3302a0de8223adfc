-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT 'nobody' NOT NULL);
-- == rows
INSERT INTO users VALUES (1, 'ann');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
