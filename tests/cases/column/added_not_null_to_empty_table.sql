-- Nobody's row lacks a value where there is no row.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR(20) NOT NULL);
