-- changed: events.at
-- on: postgres, mysql, mariadb
-- == before
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIME);
-- == rows
INSERT INTO events VALUES (1, '03:04:05');
-- == after
CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, at TIME(3));
