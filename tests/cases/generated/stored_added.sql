-- == before
CREATE TABLE lines (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, amount INTEGER NOT NULL);
-- == rows
INSERT INTO lines VALUES (1, 3, 4);
-- == after
CREATE TABLE lines (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, amount INTEGER NOT NULL, total INTEGER GENERATED ALWAYS AS (price * amount) STORED);
-- == before mysql mariadb
CREATE TABLE `lines` (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, amount INTEGER NOT NULL);
-- == rows mysql mariadb
INSERT INTO `lines` VALUES (1, 3, 4);
-- == after mysql mariadb
CREATE TABLE `lines` (id INTEGER NOT NULL PRIMARY KEY, price INTEGER NOT NULL, amount INTEGER NOT NULL, total INTEGER GENERATED ALWAYS AS (price * amount) STORED);
