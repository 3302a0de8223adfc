-- Views and materialised views, with what each reads.
SELECT
    class.oid::bigint AS id,
    space.nspname AS namespace,
    class.relname AS name,
    class.relkind = 'm' AS materialized,
    pg_get_viewdef(class.oid) AS query,
    (
        SELECT json_agg(DISTINCT jsonb_build_object('namespace', read_space.nspname, 'name', read.relname))
        FROM pg_rewrite AS rule
        JOIN pg_depend AS dependency
            ON dependency.classid = 'pg_rewrite'::regclass AND dependency.objid = rule.oid
            AND dependency.refclassid = 'pg_class'::regclass AND dependency.refobjid <> class.oid
        JOIN pg_class AS read ON read.oid = dependency.refobjid AND read.relkind IN ('r', 'p', 'v', 'm', 'f')
        JOIN pg_namespace AS read_space ON read_space.oid = read.relnamespace
        WHERE rule.ev_class = class.oid
    ) AS depends_on,
    obj_description(class.oid, 'pg_class') AS comment
FROM pg_class AS class
JOIN pg_namespace AS space ON space.oid = class.relnamespace
WHERE space.nspname = ANY (:namespaces)
    AND class.relkind IN ('v', 'm')
    AND class.relpersistence <> 't'
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = class.oid AND deptype = 'e'
    )
ORDER BY space.nspname, class.relname
