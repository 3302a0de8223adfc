-- on: sqlite
-- rename: users.age=users.years
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER CHECK (age > 0));
CREATE INDEX ix_age ON users (age) WHERE age > 5;
CREATE TRIGGER on_user AFTER UPDATE OF age ON users BEGIN SELECT new.age; END;
-- == rows
INSERT INTO users VALUES (1, 5), (2, 6);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, years INTEGER CHECK (years > 0));
CREATE INDEX ix_age ON users (years) WHERE years > 5;
CREATE TRIGGER on_user AFTER UPDATE OF years ON users BEGIN SELECT new.years; END;
