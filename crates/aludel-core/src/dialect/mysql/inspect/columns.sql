SELECT NULLIF(table_schema, DATABASE()), table_name, column_name, column_type, is_nullable, column_default, extra,
    generation_expression, collation_name, column_comment, {srid}
FROM information_schema.columns
WHERE table_schema {databases}
ORDER BY table_schema, table_name, ordinal_position
