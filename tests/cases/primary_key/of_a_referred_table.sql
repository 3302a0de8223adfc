-- Another key for a table that a foreign key points at.
-- == before
CREATE TABLE tags (id INTEGER NOT NULL, code INTEGER NOT NULL, CONSTRAINT pk_tags PRIMARY KEY (id), CONSTRAINT uq_tags_code UNIQUE (code));
CREATE TABLE uses (id INTEGER NOT NULL, tag INTEGER, CONSTRAINT pk_uses PRIMARY KEY (id), CONSTRAINT fk_uses_tag FOREIGN KEY (tag) REFERENCES tags (code));
-- == rows
INSERT INTO tags VALUES (1, 10), (2, 20);
INSERT INTO uses VALUES (1, 10), (2, NULL);
-- == after
CREATE TABLE tags (id INTEGER NOT NULL, code INTEGER NOT NULL, CONSTRAINT pk_tags PRIMARY KEY (code), CONSTRAINT uq_tags_code UNIQUE (code));
CREATE TABLE uses (id INTEGER NOT NULL, tag INTEGER, CONSTRAINT pk_uses PRIMARY KEY (id), CONSTRAINT fk_uses_tag FOREIGN KEY (tag) REFERENCES tags (code));
