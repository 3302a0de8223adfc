-- Old servers gave the first timestamp a default of its own.
-- on: mysql, mariadb
-- == before
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP NULL);
-- == rows
INSERT INTO events VALUES (1, '2026-01-02 03:04:05');
-- == after
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
