SELECT NULLIF(k.table_schema, DATABASE()), k.table_name, k.constraint_name, k.column_name,
    NULLIF(k.referenced_table_schema, DATABASE()), k.referenced_table_name, k.referenced_column_name,
    r.delete_rule, r.update_rule
FROM information_schema.key_column_usage AS k
JOIN information_schema.referential_constraints AS r
    ON r.constraint_schema = k.constraint_schema
    AND r.table_name = k.table_name
    AND r.constraint_name = k.constraint_name
WHERE k.table_schema {databases}
    AND r.constraint_schema {databases}
    AND k.referenced_table_name IS NOT NULL
ORDER BY k.table_schema, k.table_name, k.constraint_name, k.ordinal_position
