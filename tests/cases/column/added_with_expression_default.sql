-- A default that is computed for each row.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, slug VARCHAR(40) DEFAULT (lower('ABC') || 'd') NOT NULL);
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, slug VARCHAR(40) DEFAULT (concat(lower('ABC'), 'd')) NOT NULL);
