-- on: postgres
-- == before
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood mood);
CREATE TABLE other (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO other VALUES (1);
-- == after
CREATE TABLE other (id INTEGER NOT NULL PRIMARY KEY);
