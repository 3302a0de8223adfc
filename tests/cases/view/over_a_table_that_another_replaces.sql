-- == before
CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM u;
-- == rows
INSERT INTO u VALUES (1);
-- == after
CREATE TABLE w (id INTEGER NOT NULL PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM w;
-- == operations
drop view v
create table w
drop table u
create view v
