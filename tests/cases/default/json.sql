-- A default of a JSON column, which some servers have no equals for.
-- == before postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, settings JSON DEFAULT '{}' NOT NULL, tags JSONB DEFAULT '[]');
-- == before mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, settings JSON DEFAULT ('{}') NOT NULL, tags JSON DEFAULT ('[]'));
-- == rows
INSERT INTO users VALUES (1, '{"a": 1}', '[2]');
-- == after postgres
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, settings JSON DEFAULT '{"a": [1]}' NOT NULL, tags JSONB DEFAULT '{"b": 2, "a": 1}');
-- == after mysql mariadb
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, settings JSON DEFAULT ('{"a": [1]}') NOT NULL, tags JSON DEFAULT ('{"b": 2, "a": 1}'));
