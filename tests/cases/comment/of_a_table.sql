-- == before postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
COMMENT ON TABLE users IS 'it''s "people" \ 🙂';
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY) COMMENT 'it''s "people" \\ 🙂';
