-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
CREATE SCHEMA shop;
CREATE TYPE shop.kind AS ENUM ('a', 'b');
CREATE TABLE shop.items (id SERIAL PRIMARY KEY, kind shop.kind DEFAULT 'a', owner INTEGER, CONSTRAINT fk FOREIGN KEY (owner) REFERENCES users (id));
CREATE INDEX ix_items ON shop.items (kind);
