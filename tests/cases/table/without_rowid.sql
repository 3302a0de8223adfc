-- on: sqlite
-- == before
CREATE TABLE users (name TEXT NOT NULL, age INTEGER, CONSTRAINT pk_users PRIMARY KEY (name));
-- == rows
INSERT INTO users VALUES ('b', 1), ('a', 2);
-- == after
CREATE TABLE users (name TEXT NOT NULL, age INTEGER, CONSTRAINT pk_users PRIMARY KEY (name)) WITHOUT ROWID;
