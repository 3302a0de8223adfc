-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) DEFAULT 'a');
-- == rows
INSERT INTO users VALUES (1, 'ann');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) DEFAULT 'it''s "so" \ %s ?');
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) DEFAULT 'it''s "so" \\ %s ?');
