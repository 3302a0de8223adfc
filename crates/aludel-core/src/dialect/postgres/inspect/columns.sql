-- The columns of all tables in the scope. An identity or serial column owns a sequence; of a serial one the default is
-- its next value.
SELECT
    class.oid::bigint AS "table",
    attribute.attname AS name,
    format_type(attribute.atttypid, attribute.atttypmod) AS type,
    enum_space.nspname AS enum_namespace,
    enum.typname AS enum_name,
    type.typcategory = 'A' AS is_array,
    NOT attribute.attnotnull AS nullable,
    pg_get_expr(definition.adbin, definition.adrelid) AS expression,
    attribute.attgenerated AS generated,
    attribute.attidentity AS identity,
    CASE WHEN sequence.seqrelid IS NOT NULL THEN json_build_object(
        'is_default', EXISTS (
            SELECT FROM pg_depend
            WHERE classid = 'pg_attrdef'::regclass AND objid = definition.oid
                AND refclassid = 'pg_class'::regclass AND refobjid = sequence.seqrelid
        ),
        'start', sequence.seqstart,
        'increment', sequence.seqincrement,
        'minimum', sequence.seqmin,
        'maximum', sequence.seqmax,
        'cache', sequence.seqcache,
        'cycle', sequence.seqcycle
    ) END AS sequence,
    CASE WHEN attribute.attcollation <> type.typcollation THEN (
        SELECT collname FROM pg_collation WHERE oid = attribute.attcollation
    ) END AS collation,
    description.description AS comment
FROM pg_attribute AS attribute
JOIN pg_class AS class ON class.oid = attribute.attrelid
JOIN pg_namespace AS space ON space.oid = class.relnamespace
JOIN pg_type AS type ON type.oid = attribute.atttypid
LEFT JOIN pg_type AS enum
    ON enum.typtype = 'e' AND enum.oid = CASE type.typcategory WHEN 'A' THEN type.typelem ELSE type.oid END
LEFT JOIN pg_namespace AS enum_space ON enum_space.oid = enum.typnamespace
LEFT JOIN pg_attrdef AS definition
    ON definition.adrelid = attribute.attrelid AND definition.adnum = attribute.attnum
LEFT JOIN pg_depend AS owned
    ON owned.classid = 'pg_class'::regclass AND owned.refclassid = 'pg_class'::regclass
    AND owned.refobjid = attribute.attrelid AND owned.refobjsubid = attribute.attnum
    AND owned.deptype = CASE attribute.attidentity WHEN '' THEN 'a' ELSE 'i' END
    AND EXISTS (SELECT FROM pg_class WHERE pg_class.oid = owned.objid AND pg_class.relkind = 'S')
LEFT JOIN pg_sequence AS sequence ON sequence.seqrelid = owned.objid
LEFT JOIN pg_description AS description
    ON description.classoid = 'pg_class'::regclass AND description.objoid = attribute.attrelid
    AND description.objsubid = attribute.attnum
WHERE space.nspname = ANY (:namespaces)
    AND class.relkind IN ('r', 'p')
    AND attribute.attnum > 0
    AND NOT attribute.attisdropped
ORDER BY class.oid, attribute.attnum
