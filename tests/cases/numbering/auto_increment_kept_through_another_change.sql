-- The counter of SQLite is not set back by a rebuild.
-- == before sqlite
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(20));
-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20));
-- == before postgres
CREATE TABLE users (id SERIAL PRIMARY KEY, name VARCHAR(20));
-- == rows
INSERT INTO users (name) VALUES ('a'), ('b'), ('c');
DELETE FROM users WHERE name = 'c';
-- == after sqlite
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(20) NOT NULL);
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20) NOT NULL);
-- == after postgres
CREATE TABLE users (id SERIAL PRIMARY KEY, name VARCHAR(20) NOT NULL);
-- == between
INSERT INTO users (name) VALUES ('d');
