-- == before
CREATE TABLE spans (id INTEGER NOT NULL PRIMARY KEY, low INTEGER, high INTEGER);
-- == rows
INSERT INTO spans VALUES (1, 3, 4), (2, NULL, 4);
-- == after
CREATE TABLE spans (id INTEGER NOT NULL PRIMARY KEY, low INTEGER, high INTEGER, CONSTRAINT ck_spans CHECK (low < high AND (high < 100 OR low IS NULL)));
