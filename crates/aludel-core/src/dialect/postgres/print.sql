SELECT attribute.attname, pg_get_expr(definition.adbin, definition.adrelid)
FROM pg_attrdef AS definition
JOIN pg_class AS class ON class.oid = definition.adrelid
JOIN pg_attribute AS attribute ON attribute.attrelid = definition.adrelid AND attribute.attnum = definition.adnum
WHERE class.relnamespace = pg_my_temp_schema() AND attribute.attname LIKE 'aludel\_%'
UNION ALL
SELECT conname, CASE contype WHEN 'c' THEN pg_get_expr(conbin, conrelid) ELSE pg_get_constraintdef(oid) END
FROM pg_constraint
WHERE connamespace = pg_my_temp_schema() AND conname LIKE 'aludel\_%'
UNION ALL
SELECT relname, pg_get_viewdef(oid)
FROM pg_class
WHERE relnamespace = pg_my_temp_schema() AND relkind = 'v' AND relname LIKE 'aludel\_%'
