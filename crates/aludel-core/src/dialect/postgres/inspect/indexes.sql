-- The indexes that stand behind no constraint, of tables and of materialised views.
SELECT
    index.indrelid::bigint AS "table",
    index_class.relname AS name,
    index.indisunique AS "unique",
    index.indisvalid AS valid,
    method.amname AS method,
    :nulls_not_distinct AS nulls_not_distinct,
    pg_get_expr(index.indpred, index.indrelid) AS predicate,
    to_json(index_class.reloptions) AS options,
    (
        SELECT json_agg(json_build_object(
            'column', attribute.attname,
            'expression', CASE WHEN key.number = 0 THEN pg_get_indexdef(index.indexrelid, place::int, FALSE) END,
            'collation', (
                SELECT collname
                FROM pg_collation
                WHERE pg_collation.oid = key.coll
                    AND key.coll <> coalesce(attribute.attcollation, 'pg_catalog.default'::regcollation)
                    -- An expression has a collation of its own, which nothing but the definition leaves out.
                    AND (
                        key.number <> 0
                        OR position('COLLATE ' || quote_ident(collname) IN pg_get_indexdef(index.indexrelid)) > 0
                        OR position('COLLATE pg_catalog.' || quote_ident(collname) IN pg_get_indexdef(index.indexrelid)) > 0
                    )
            ),
            'class', CASE
                WHEN class.opcdefault AND index_attribute.attoptions IS NULL THEN NULL
                ELSE
                    CASE WHEN pg_opclass_is_visible(class.oid) THEN '' ELSE quote_ident(class_space.nspname) || '.' END
                    || quote_ident(class.opcname)
                    || coalesce(' (' || array_to_string(index_attribute.attoptions, ', ') || ')', '')
            END,
            'descending', key.option & 1 <> 0,
            'nulls_first', key.option & 2 <> 0
        ) ORDER BY place)
        FROM unnest(
            index.indkey::int2[], index.indclass::oid[], index.indcollation::oid[], index.indoption::int2[]
        ) WITH ORDINALITY AS key (number, class, coll, option, place)
        JOIN pg_opclass AS class ON class.oid = key.class
        JOIN pg_namespace AS class_space ON class_space.oid = class.opcnamespace
        JOIN pg_attribute AS index_attribute
            ON index_attribute.attrelid = index.indexrelid AND index_attribute.attnum = place
        LEFT JOIN pg_attribute AS attribute
            ON attribute.attrelid = index.indrelid AND attribute.attnum = key.number AND key.number <> 0
        WHERE place <= index.indnkeyatts
    ) AS parts,
    CASE WHEN index.indnatts > index.indnkeyatts THEN (
        SELECT json_agg(attname ORDER BY place)
        FROM unnest(index.indkey::int2[]) WITH ORDINALITY AS key (number, place)
        JOIN pg_attribute ON attrelid = index.indrelid AND attnum = number
        WHERE place > index.indnkeyatts
    ) END AS include,
    description.description AS comment
FROM pg_index AS index
JOIN pg_class AS index_class ON index_class.oid = index.indexrelid
JOIN pg_am AS method ON method.oid = index_class.relam
JOIN pg_class AS class ON class.oid = index.indrelid
JOIN pg_namespace AS space ON space.oid = class.relnamespace
LEFT JOIN pg_description AS description
    ON description.classoid = 'pg_class'::regclass AND description.objoid = index.indexrelid
    AND description.objsubid = 0
WHERE space.nspname = ANY (:namespaces)
    AND class.relkind IN ('r', 'p', 'm')
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = index.indexrelid
            AND refclassid = 'pg_constraint'::regclass AND deptype = 'i'
    )
ORDER BY index.indrelid, index_class.relname
