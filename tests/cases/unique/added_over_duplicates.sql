-- Rows stand in the way, and nothing is done.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80));
-- == rows
INSERT INTO users VALUES (1, 'a'), (2, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), CONSTRAINT uq_users_email UNIQUE (email));
-- == refused postgres
uq_users_email
-- == refused mysql mariadb
uq_users_email
-- == refused sqlite
UNIQUE constraint failed
