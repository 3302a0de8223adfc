-- == before postgres mariadb
CREATE SEQUENCE tickets;
-- == after postgres mariadb
CREATE SEQUENCE tickets MINVALUE 5;
