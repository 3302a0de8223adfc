-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
CREATE SCHEMA shop;
CREATE TABLE shop.items (id SERIAL PRIMARY KEY, owner INTEGER, CONSTRAINT fk FOREIGN KEY (owner) REFERENCES users (id));
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
