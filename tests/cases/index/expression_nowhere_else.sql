-- on: mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == after
{"tables": [{"name": "users",
  "columns": [{"name": "id", "type": {"kind": "integer", "width": "regular"}}, {"name": "age", "type": {"kind": "integer", "width": "regular"}, "nullable": true}],
  "constraints": [{"kind": "primary_key", "name": "pk_users", "columns": ["id"]}],
  "indexes": [{"name": "ix_users_age", "parts": [{"target": {"expression": "age + 1"}}]}]}]}
-- == refused
there are no indexes over expressions here
