-- A unique constraint becomes a unique index of another name.
-- on: postgres, sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), CONSTRAINT uq_users_email UNIQUE (email));
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80));
CREATE UNIQUE INDEX ix_users_email ON users (email);
