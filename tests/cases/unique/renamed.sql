-- on: postgres, mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), CONSTRAINT uq_users_email UNIQUE (email));
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), CONSTRAINT users_email_is_unique UNIQUE (email));
