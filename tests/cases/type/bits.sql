-- on: mysql, mariadb, postgres
-- changed: flags.bits
-- == before
CREATE TABLE flags (id INTEGER NOT NULL PRIMARY KEY, bits BIT(3));
-- == rows
INSERT INTO flags VALUES (1, b'101');
-- == after
CREATE TABLE flags (id INTEGER NOT NULL PRIMARY KEY, bits BIT(8));
-- == between
UPDATE flags SET bits = NULL;
