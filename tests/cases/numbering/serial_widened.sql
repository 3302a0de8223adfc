-- on: postgres
-- == before
CREATE TABLE users (id SERIAL PRIMARY KEY, name TEXT);
-- == rows
INSERT INTO users (name) VALUES ('a'), ('b');
-- == after
CREATE TABLE users (id BIGSERIAL PRIMARY KEY, name TEXT);
