SELECT NULLIF(schema_name, DATABASE()), schema_name, default_collation_name
FROM information_schema.schemata
WHERE schema_name {databases}
