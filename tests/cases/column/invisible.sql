-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == rows
INSERT INTO users VALUES (1, 5);
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER INVISIBLE);
