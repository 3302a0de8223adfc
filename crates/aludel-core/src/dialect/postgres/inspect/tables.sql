-- Tables of their own: no partitions, no children of other tables, none that belong to an extension.
SELECT
    class.oid::bigint AS id,
    space.nspname AS namespace,
    class.relname AS name,
    class.relpersistence = 'u' AS unlogged,
    description.description AS comment
FROM pg_class AS class
JOIN pg_namespace AS space ON space.oid = class.relnamespace
LEFT JOIN pg_description AS description
    ON description.classoid = 'pg_class'::regclass AND description.objoid = class.oid AND description.objsubid = 0
WHERE space.nspname = ANY (:namespaces)
    AND class.relkind IN ('r', 'p')
    AND class.relpersistence <> 't'
    AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = class.oid)
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = class.oid AND deptype = 'e'
    )
ORDER BY space.nspname, class.relname
