-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), age INTEGER, CONSTRAINT uq_users_email UNIQUE (email));
-- == rows
INSERT INTO users VALUES (1, 'a', 1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), age INTEGER, CONSTRAINT uq_users_email UNIQUE (email, age));
