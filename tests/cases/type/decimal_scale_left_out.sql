-- NUMERIC(10) is NUMERIC(10,0).
-- changed: users.balance
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, balance NUMERIC(10,2));
-- == rows
INSERT INTO users VALUES (1, 3.00);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, balance NUMERIC(10));
