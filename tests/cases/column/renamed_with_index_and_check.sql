-- What hangs on a column follows its new name.
-- rename: users.age=users.years
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER, CONSTRAINT ck_users_age CHECK (age > 0));
CREATE INDEX ix_users_age ON users (age);
-- == rows
INSERT INTO users VALUES (1, 30), (2, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, years INTEGER, CONSTRAINT ck_users_age CHECK (years > 0));
CREATE INDEX ix_users_age ON users (years);
