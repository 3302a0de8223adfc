-- We do not know triggers, and lose none.
-- == before sqlite
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT);
CREATE TABLE log (line TEXT);
CREATE TRIGGER on_user AFTER UPDATE OF name ON users BEGIN INSERT INTO log VALUES (new.name); END;
CREATE TRIGGER on_log AFTER INSERT ON log BEGIN UPDATE users SET name = name WHERE 0; END;
-- == rows sqlite
INSERT INTO users VALUES (1, 'a'), (2, 'b');
-- == after sqlite
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE log (line TEXT);
CREATE TRIGGER on_user AFTER UPDATE OF name ON users BEGIN INSERT INTO log VALUES (new.name); END;
CREATE TRIGGER on_log AFTER INSERT ON log BEGIN UPDATE users SET name = name WHERE 0; END;
