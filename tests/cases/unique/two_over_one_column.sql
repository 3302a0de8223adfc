-- PostgreSQL makes one of two keys that stand alike in one `CREATE TABLE`.
-- == before
-- == after sqlite mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), CONSTRAINT uq_one UNIQUE (email), CONSTRAINT uq_two UNIQUE (email));
-- == after postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), CONSTRAINT uq_one UNIQUE (email));
ALTER TABLE users ADD CONSTRAINT uq_two UNIQUE (email), ADD CONSTRAINT uq_three UNIQUE (id);
