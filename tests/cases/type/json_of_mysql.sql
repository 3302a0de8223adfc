-- In MariaDB it is text with a check, and no difference is made of that.
-- on: mysql, mariadb
-- changed: users.settings
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, settings TEXT);
-- == rows
INSERT INTO users VALUES (1, '{"a": 1}');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, settings JSON);
