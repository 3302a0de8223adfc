-- on: postgres
-- == before
CREATE TABLE bookings (id INTEGER NOT NULL PRIMARY KEY, during TSRANGE, CONSTRAINT ex_bookings EXCLUDE USING gist (during WITH &&));
-- == rows
INSERT INTO bookings VALUES (1, '[2026-01-01, 2026-01-02)');
-- == after
CREATE TABLE bookings (id INTEGER NOT NULL PRIMARY KEY, during TSRANGE, CONSTRAINT ex_bookings EXCLUDE USING gist (during WITH &&) WHERE (id > 0) DEFERRABLE INITIALLY DEFERRED);
