-- on: mysql, mariadb
-- == before
CREATE TABLE cars (id INTEGER NOT NULL PRIMARY KEY, built SMALLINT);
-- == rows
INSERT INTO cars VALUES (1, 1999);
-- == after
CREATE TABLE cars (id INTEGER NOT NULL PRIMARY KEY, built YEAR);
