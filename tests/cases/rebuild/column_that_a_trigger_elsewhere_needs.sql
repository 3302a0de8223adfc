-- A column goes only where nothing else names it, in whatever table or view that stands.
-- on: sqlite
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT CHECK (name <> ''));
CREATE TABLE log (line TEXT);
CREATE TRIGGER on_log AFTER INSERT ON log BEGIN UPDATE users SET id = id WHERE name = new.line; END;
-- == rows
INSERT INTO users VALUES (1, 'a');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE log (line TEXT);
-- == refused
error in trigger on_log
no such column: name
