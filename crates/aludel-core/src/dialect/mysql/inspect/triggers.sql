SELECT NULLIF(event_object_schema, DATABASE()), event_object_table, trigger_name
FROM information_schema.triggers
WHERE trigger_schema {databases}
ORDER BY event_object_schema, event_object_table, trigger_name
