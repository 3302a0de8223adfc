-- From none to the time of writing.
-- == before
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP);
-- == before mysql mariadb
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at DATETIME);
-- == rows
INSERT INTO events VALUES (1, '2026-01-02 03:04:05');
-- == after
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
-- == after mysql mariadb
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at DATETIME DEFAULT CURRENT_TIMESTAMP);
