-- MySQL's values stand in the column.
-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood ENUM('sad', 'happy') DEFAULT 'sad');
-- == rows
INSERT INTO users VALUES (1, 'sad'), (2, 'happy');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, mood ENUM('sad', 'it''s, so', 'happy') DEFAULT 'happy');
