-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20)) ENGINE = InnoDB;
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20)) ENGINE = MyISAM;
