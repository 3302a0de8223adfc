-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), CONSTRAINT uq_users_email UNIQUE (email));
-- == rows
INSERT INTO users VALUES (1, 'a'), (2, NULL), (3, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80));
