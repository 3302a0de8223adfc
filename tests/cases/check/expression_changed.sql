-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, CONSTRAINT ck_users_age CHECK (age >= 0));
-- == rows
INSERT INTO users VALUES (1, 30), (2, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, CONSTRAINT ck_users_age CHECK (age >= 18));
