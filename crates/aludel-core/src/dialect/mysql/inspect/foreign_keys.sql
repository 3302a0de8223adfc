SELECT NULLIF(table_schema, DATABASE()), table_name, constraint_name, column_name,
    NULLIF(referenced_table_schema, DATABASE()), referenced_table_name, referenced_column_name
FROM information_schema.key_column_usage
WHERE table_schema {databases}
    AND referenced_table_name IS NOT NULL
ORDER BY table_schema, table_name, constraint_name, ordinal_position
