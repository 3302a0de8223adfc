SELECT NULLIF(table_schema, DATABASE()), table_name, view_definition, check_option, security_type, DATABASE(), {names}
FROM information_schema.views
WHERE table_schema {databases}
ORDER BY table_schema, table_name
