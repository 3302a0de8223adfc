-- Its default fills it when it comes back.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR(20) DEFAULT 'it''s' NOT NULL);
-- == rows
INSERT INTO users VALUES (1, 'a'), (2, 'b');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
