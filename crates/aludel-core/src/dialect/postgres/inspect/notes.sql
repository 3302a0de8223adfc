-- What the schema model cannot say: one row for each thing, in words.
WITH relation AS (
    SELECT class.*, space.nspname
    FROM pg_class AS class
    JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname = ANY (:namespaces)
        AND class.relpersistence <> 't'
        AND NOT EXISTS (
            SELECT FROM pg_depend
            WHERE classid = 'pg_class'::regclass AND objid = class.oid AND deptype = 'e'
        )
)
SELECT nspname AS namespace, relname AS name, NULL AS part, CASE
    WHEN relkind = 'p' AND NOT relispartition THEN 'it is partitioned'
    WHEN relkind = 'f' THEN 'it is a foreign table'
    WHEN relispartition THEN 'it is a partition'
    ELSE 'it inherits from another table'
END AS reason
FROM relation
WHERE relkind IN ('p', 'f')
    OR relkind = 'r' AND EXISTS (SELECT FROM pg_inherits WHERE inhrelid = relation.oid)
UNION ALL
SELECT nspname, relname, NULL, 'it has row security'
FROM relation
WHERE relrowsecurity OR EXISTS (SELECT FROM pg_policy WHERE polrelid = relation.oid)
UNION ALL
SELECT nspname, relname, tgname, 'it is a trigger'
FROM relation
JOIN pg_trigger ON tgrelid = relation.oid
WHERE NOT tgisinternal
UNION ALL
SELECT nspname, relname, rulename, 'it is a rule'
FROM relation
JOIN pg_rewrite ON ev_class = relation.oid
WHERE rulename <> '_RETURN'
UNION ALL
SELECT nspname, relname, NULL, 'it has options: ' || array_to_string(reloptions, ', ')
FROM relation
WHERE relkind = 'v' AND reloptions IS NOT NULL
UNION ALL
SELECT space.nspname, type.typname, NULL, CASE type.typtype
    WHEN 'd' THEN 'it is a domain'
    WHEN 'c' THEN 'it is a composite type'
    ELSE 'it is a range type'
END
FROM pg_type AS type
JOIN pg_namespace AS space ON space.oid = type.typnamespace
WHERE space.nspname = ANY (:namespaces)
    AND (
        type.typtype IN ('d', 'r')
        OR type.typtype = 'c' AND EXISTS (SELECT FROM pg_class WHERE oid = type.typrelid AND relkind = 'c')
    )
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_type'::regclass AND objid = type.oid AND deptype = 'e'
    )
UNION ALL
SELECT nspname, relname, NULL, 'it is a sequence that a column owns and does not use'
FROM relation
JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = relation.oid
    AND refclassid = 'pg_class'::regclass AND refobjsubid > 0 AND deptype = 'a'
WHERE relkind = 'S' AND NOT EXISTS (
    SELECT FROM pg_attrdef
    WHERE adrelid = refobjid AND adnum = refobjsubid AND pg_get_expr(adbin, adrelid) LIKE 'nextval(%'
)
UNION ALL
SELECT nspname, relname, conname, 'it has a comment, which a schema does not hold'
FROM relation
JOIN pg_constraint ON conrelid = relation.oid
WHERE obj_description(pg_constraint.oid, 'pg_constraint') IS NOT NULL
ORDER BY 1, 2, 3, 4
