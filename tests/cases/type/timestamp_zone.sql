-- Wall time to an instant.
-- changed: events.at
-- == before postgres
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP);
-- == before mysql mariadb
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at DATETIME);
-- == rows
INSERT INTO events VALUES (1, '2026-01-02 03:04:05');
-- == after postgres
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP WITH TIME ZONE);
-- == after mysql mariadb
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP NULL);
