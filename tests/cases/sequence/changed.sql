-- on: postgres, mariadb
-- == before
CREATE SEQUENCE tickets;
CREATE SEQUENCE others;
-- == after
CREATE SEQUENCE tickets INCREMENT BY 3 MAXVALUE 1000 CYCLE;
CREATE SEQUENCE others;
