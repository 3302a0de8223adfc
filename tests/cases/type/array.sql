-- on: postgres
-- changed: users.tags
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, tags VARCHAR(10)[] DEFAULT '{}');
-- == rows
INSERT INTO users VALUES (1, '{a,b}');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, tags TEXT[] DEFAULT '{x}');
