-- Every enum type that no extension owns, also outside of the scope: columns may have one of those.
SELECT
    space.nspname AS namespace,
    type.typname AS name,
    space.nspname = ANY (:namespaces) AS in_scope,
    (
        SELECT coalesce(json_agg(enumlabel ORDER BY enumsortorder), '[]')
        FROM pg_enum
        WHERE enumtypid = type.oid
    ) AS "values",
    obj_description(type.oid, 'pg_type') AS comment
FROM pg_type AS type
JOIN pg_namespace AS space ON space.oid = type.typnamespace
WHERE type.typtype = 'e'
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_type'::regclass AND objid = type.oid AND deptype = 'e'
    )
ORDER BY 1, 2
