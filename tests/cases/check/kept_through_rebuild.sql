-- Named and nameless checks outlive a change of another column.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER CHECK (age > 0), name VARCHAR(20), CONSTRAINT ck_users_age CHECK (age < 200));
-- == rows
INSERT INTO users VALUES (1, 30, 'a'), (2, NULL, 'b');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER CHECK (age > 0), name VARCHAR(20) NOT NULL, CONSTRAINT ck_users_age CHECK (age < 200));
