-- No check may stand over a column that MySQL numbers.
-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, CONSTRAINT ck_users_id CHECK (id > 0));
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY AUTO_INCREMENT);
