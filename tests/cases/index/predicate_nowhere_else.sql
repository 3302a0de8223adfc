-- on: mysql, mariadb
-- == before
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, age INTEGER);
-- == after
{"tables": [{"name": "users",
  "columns": [{"name": "id", "type": {"kind": "integer", "width": "regular"}}, {"name": "age", "type": {"kind": "integer", "width": "regular"}, "nullable": true}],
  "constraints": [{"kind": "primary_key", "name": "pk_users", "columns": ["id"]}],
  "indexes": [{"name": "ix_users_age", "parts": [{"target": {"column": "age"}}], "predicate": "age > 18"}]}]}
-- == refused
an index holds all rows here
