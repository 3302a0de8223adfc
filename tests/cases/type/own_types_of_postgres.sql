-- on: postgres
-- changed: users.a users.b users.c
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a INTERVAL, b INET, c MACADDR, d JSON, e POINT, f VARCHAR, g TSVECTOR, h INT4RANGE, i MONEY, j XML);
-- == rows
INSERT INTO users (id, a, b) VALUES (1, '1 day', '10.0.0.1');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, a INTERVAL DAY TO SECOND(3), b TEXT, c TEXT, d JSONB, e POINT, f VARCHAR(10), g TSVECTOR, h INT4RANGE, i NUMERIC, j TEXT);
-- == between
DELETE FROM users;
