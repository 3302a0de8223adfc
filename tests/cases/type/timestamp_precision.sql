-- changed: events.at
-- == before postgres
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP(0));
-- == before mysql mariadb
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at DATETIME);
-- == rows
INSERT INTO events VALUES (1, '2026-01-02 03:04:05');
-- == after postgres
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP(3));
-- == after mysql mariadb
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at DATETIME(3));
