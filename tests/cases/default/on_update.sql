-- MySQL's own: a value for each change of a row.
-- on: mysql, mariadb
-- == before
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3));
-- == rows
INSERT INTO events VALUES (1, '2026-01-02 03:04:05');
-- == after
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3));
