-- Only PostgreSQL has them.
-- on: sqlite, mysql, mariadb
-- == before
CREATE TABLE bookings (id INTEGER NOT NULL PRIMARY KEY, room INTEGER);
-- == after
{"tables": [{"name": "bookings",
  "columns": [{"name": "id", "type": {"kind": "integer", "width": "regular"}}, {"name": "room", "type": {"kind": "integer", "width": "regular"}, "nullable": true}],
  "constraints": [{"kind": "primary_key", "name": "pk_bookings", "columns": ["id"]},
    {"kind": "exclude", "name": "ex_bookings", "method": "gist", "elements": [{"target": "room", "operator": "="}]}]}]}
-- == refused
exclusion constraint
