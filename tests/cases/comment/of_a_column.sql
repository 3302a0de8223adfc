-- == before postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT 'x' NOT NULL);
COMMENT ON COLUMN users.id IS 'old';
-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY COMMENT 'old', name VARCHAR(20) DEFAULT 'x' NOT NULL);
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT 'x' NOT NULL);
COMMENT ON COLUMN users.name IS 'it''s
two lines';
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT 'x' NOT NULL COMMENT 'it''s
two lines');
