-- Characters of four bytes.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood VARCHAR(20) DEFAULT '🙂');
-- == rows
INSERT INTO users VALUES (1, 'é');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood VARCHAR(20) DEFAULT 'é🙃');
