-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == rows
INSERT INTO users VALUES (1);
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY, author INTEGER, title VARCHAR(40) DEFAULT 'x' NOT NULL, CONSTRAINT fk_posts FOREIGN KEY (author) REFERENCES users (id));
CREATE INDEX ix_posts_title ON posts (title);
