-- on: postgres
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, key VARCHAR(36));
-- == rows
INSERT INTO users VALUES (1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
-- == after
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, key UUID DEFAULT gen_random_uuid());
