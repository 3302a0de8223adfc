-- Words do not silently become 0.
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age VARCHAR(20));
-- == rows
INSERT INTO users VALUES (1, 'abc'), (2, '7x');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == refused
abc
-- == refused sqlite
users.age holds text that is no number
