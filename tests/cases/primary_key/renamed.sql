-- Only where primary keys have names.
-- on: postgres
-- == before
CREATE TABLE tags (id INTEGER NOT NULL, CONSTRAINT pk_tags PRIMARY KEY (id));
-- == rows
INSERT INTO tags VALUES (1);
-- == after
CREATE TABLE tags (id INTEGER NOT NULL, CONSTRAINT tags_key PRIMARY KEY (id));
-- == operations
rename primary key pk_tags of tags to tags_key
