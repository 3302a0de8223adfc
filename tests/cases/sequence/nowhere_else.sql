-- on: sqlite, mysql
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
-- == after
{"sequences": [{"name": "tickets"}],
 "tables": [{"name": "users", "columns": [{"name": "id", "type": {"kind": "integer", "width": "regular"}}],
  "constraints": [{"kind": "primary_key", "name": "pk_users", "columns": ["id"]}]}]}
-- == refused
sequence
