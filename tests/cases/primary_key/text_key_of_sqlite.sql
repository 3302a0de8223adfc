-- A primary key of SQLite may be NULL unless it says otherwise.
-- on: sqlite
-- == before
CREATE TABLE tags (name TEXT, CONSTRAINT pk_tags PRIMARY KEY (name));
-- == rows
INSERT INTO tags VALUES ('a'), ('b');
-- == after
CREATE TABLE tags (name TEXT NOT NULL, CONSTRAINT pk_tags PRIMARY KEY (name));
