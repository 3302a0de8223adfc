-- on: postgres
-- == before
CREATE SEQUENCE tickets AS SMALLINT;
-- == after
CREATE SEQUENCE tickets AS INTEGER;
