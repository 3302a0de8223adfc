-- changed: users.balance
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, balance NUMERIC(10,2));
-- == rows
INSERT INTO users VALUES (1, 3), (2, NULL);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, balance NUMERIC(12,4));
