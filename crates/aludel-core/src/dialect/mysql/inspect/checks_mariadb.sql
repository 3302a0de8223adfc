SELECT NULLIF(constraint_schema, DATABASE()), table_name, constraint_name, check_clause, 'YES', level
FROM information_schema.check_constraints
WHERE constraint_schema {databases}
ORDER BY constraint_schema, table_name, constraint_name
