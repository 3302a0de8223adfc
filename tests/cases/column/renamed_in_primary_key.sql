-- The primary key follows.
-- rename: users.id=users.user_id
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY, author INTEGER, CONSTRAINT fk_posts_author FOREIGN KEY (author) REFERENCES users (id));
-- == rows
INSERT INTO users VALUES (1, 30), (2, NULL);
INSERT INTO posts VALUES (7, 2);
-- == after
CREATE TABLE users (user_id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY, author INTEGER, CONSTRAINT fk_posts_author FOREIGN KEY (author) REFERENCES users (user_id));
