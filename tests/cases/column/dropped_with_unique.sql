-- A column goes with the unique constraint over it.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), CONSTRAINT uq_users_email UNIQUE (email));
-- == rows
INSERT INTO users VALUES (1, 'ann@example.org'), (2, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
