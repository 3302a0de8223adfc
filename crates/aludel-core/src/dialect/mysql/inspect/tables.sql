SELECT NULLIF(table_schema, DATABASE()), table_name, table_type, engine, table_collation, create_options, table_comment
FROM information_schema.tables
WHERE table_schema {databases}
ORDER BY table_schema, table_name
