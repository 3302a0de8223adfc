-- A name that is a word of SQL, one with a quote, one that is not ASCII.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, "order" INTEGER, "it's ""so""" INTEGER, "größe" INTEGER);
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, `order` INTEGER, `it's ``so``` INTEGER, `größe` INTEGER);
