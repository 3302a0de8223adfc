-- The constraints of all tables in the scope.
SELECT
    con.conrelid::bigint AS "table",
    con.conname AS name,
    con.contype AS kind,
    (
        SELECT json_agg(attname ORDER BY place)
        FROM unnest(con.conkey) WITH ORDINALITY AS key (number, place)
        JOIN pg_attribute ON attrelid = con.conrelid AND attnum = number
    ) AS columns,
    CASE WHEN index.indnatts > index.indnkeyatts THEN (
        SELECT json_agg(attname ORDER BY place)
        FROM unnest(index.indkey::int2[]) WITH ORDINALITY AS key (number, place)
        JOIN pg_attribute ON attrelid = con.conrelid AND attnum = number
        WHERE place > index.indnkeyatts
    ) END AS include,
    coalesce(:nulls_not_distinct, FALSE) AS nulls_not_distinct,
    referred_space.nspname AS referred_namespace,
    referred.relname AS referred_table,
    CASE WHEN con.contype = 'f' THEN (
        SELECT json_agg(attname ORDER BY place)
        FROM unnest(con.confkey) WITH ORDINALITY AS key (number, place)
        JOIN pg_attribute ON attrelid = con.confrelid AND attnum = number
    ) END AS referred_columns,
    con.confdeltype AS on_delete,
    con.confupdtype AS on_update,
    con.confmatchtype AS match_type,
    con.condeferrable AS deferrable,
    con.condeferred AS deferred,
    con.convalidated AS valid,
    :enforced AS enforced,
    con.connoinherit AS no_inherit,
    pg_get_expr(con.conbin, con.conrelid) AS expression,
    method.amname AS method,
    pg_get_expr(index.indpred, index.indrelid) AS predicate,
    CASE WHEN con.contype = 'x' THEN (
        SELECT json_agg(json_build_object(
            'target', pg_get_indexdef(index.indexrelid, place::int, FALSE)
                || CASE WHEN class.opcdefault THEN '' ELSE ' ' || quote_ident(class.opcname) END,
            'operator', CASE
                WHEN pg_operator_is_visible(operator.oid) THEN operator.oprname
                ELSE 'OPERATOR(' || quote_ident(operator_space.nspname) || '.' || operator.oprname || ')'
            END
        ) ORDER BY place)
        FROM unnest(con.conexclop, index.indclass::oid[]) WITH ORDINALITY AS element (operator, class, place)
        JOIN pg_operator AS operator ON operator.oid = element.operator
        JOIN pg_namespace AS operator_space ON operator_space.oid = operator.oprnamespace
        JOIN pg_opclass AS class ON class.oid = element.class
    ) END AS elements,
    :sets_some_columns AS sets_some_columns,
    :temporal AS is_temporal
FROM pg_constraint AS con
JOIN pg_class AS class ON class.oid = con.conrelid
JOIN pg_namespace AS space ON space.oid = class.relnamespace
LEFT JOIN pg_class AS referred ON referred.oid = con.confrelid
LEFT JOIN pg_namespace AS referred_space ON referred_space.oid = referred.relnamespace
LEFT JOIN pg_index AS index ON index.indexrelid = con.conindid AND con.contype IN ('p', 'u', 'x')
LEFT JOIN pg_class AS index_class ON index_class.oid = index.indexrelid
LEFT JOIN pg_am AS method ON method.oid = index_class.relam
WHERE space.nspname = ANY (:namespaces)
    AND class.relkind IN ('r', 'p')
    AND con.contype IN ('p', 'u', 'f', 'c', 'x')
    AND con.conparentid = 0
ORDER BY con.conrelid, con.contype, con.conname
