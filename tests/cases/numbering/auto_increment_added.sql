-- == before sqlite
CREATE TABLE users (id INTEGER NOT NULL, name VARCHAR(20), CONSTRAINT pk_users PRIMARY KEY (id));
-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL, name VARCHAR(20), CONSTRAINT pk_users PRIMARY KEY (id));
-- == rows
INSERT INTO users VALUES (1, 'a'), (7, 'b');
-- == after sqlite
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(20));
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL AUTO_INCREMENT, name VARCHAR(20), CONSTRAINT pk_users PRIMARY KEY (id));
