-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == rows
INSERT INTO users VALUES (1, 5);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
CREATE MATERIALIZED VIEW adults AS SELECT id, age FROM users WHERE age >= 18;
CREATE UNIQUE INDEX ix_adults_id ON adults (id);
COMMENT ON MATERIALIZED VIEW adults IS 'grown';
