-- == before
CREATE TABLE tags (id INTEGER NOT NULL, name VARCHAR(20) NOT NULL, CONSTRAINT pk_tags PRIMARY KEY (id));
-- == rows
INSERT INTO tags VALUES (1, 'a'), (2, 'b');
-- == after
CREATE TABLE tags (id INTEGER NOT NULL, name VARCHAR(20) NOT NULL, CONSTRAINT pk_tags PRIMARY KEY (id, name));
