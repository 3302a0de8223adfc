WITH spaces AS (
    SELECT oid, nspname FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
), relations AS (
    SELECT c.*, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
    FROM pg_class c JOIN spaces n ON n.oid = c.relnamespace
    WHERE c.relname !~ '^aludel_'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT 'namespace ' || nspname FROM spaces WHERE nspname <> 'public'
UNION ALL
SELECT format('%s %s %s options %s comment %s', relkind, name, relpersistence, reloptions, obj_description(oid, 'pg_class'))
FROM relations WHERE relkind NOT IN ('i', 'I', 'c', 'S')
UNION ALL
SELECT format('column %s.%I %s%s%s default %s identity %s generated %s comment %s', r.name, a.attname,
    format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' not null' END,
    (SELECT ' collate ' || collname FROM pg_collation l, pg_type t
     WHERE l.oid = a.attcollation AND t.oid = a.atttypid AND l.oid <> t.typcollation),
    (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef d WHERE d.adrelid = r.oid AND d.adnum = a.attnum),
    a.attidentity, a.attgenerated, col_description(r.oid, a.attnum))
FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT format('constraint %s %I %s comment %s', r.name, k.conname, pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint'))
FROM relations r JOIN pg_constraint k ON k.conrelid = r.oid
UNION ALL
SELECT format('index %s valid %s comment %s', pg_get_indexdef(i.indexrelid), i.indisvalid, obj_description(i.indexrelid, 'pg_class'))
FROM relations r JOIN pg_index i ON i.indrelid = r.oid
UNION ALL
SELECT format('enum %I.%I %s comment %s', n.nspname, t.typname,
    (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
    obj_description(t.oid, 'pg_type'))
FROM pg_type t JOIN spaces n ON n.oid = t.typnamespace WHERE t.typtype = 'e'
UNION ALL
SELECT format('sequence %s as %s from %s by %s between %s and %s cache %s cycle %s %s comment %s owned by %s', r.name,
    format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, r.relpersistence,
    obj_description(r.oid, 'pg_class'),
    (SELECT format('%s.%s %s', o.name, a.attname, d.deptype) FROM pg_depend d JOIN relations o ON o.oid = d.refobjid
     JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid
     WHERE d.objid = r.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
FROM relations r JOIN pg_sequence s ON s.seqrelid = r.oid
UNION ALL
SELECT format('view %s %s', name, pg_get_viewdef(oid)) FROM relations WHERE relkind IN ('v', 'm')
UNION ALL
SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid
WHERE NOT t.tgisinternal
UNION ALL
SELECT format('policy %s %s %s %s', r.name, p.polname, pg_get_expr(p.polqual, r.oid), pg_get_expr(p.polwithcheck, r.oid))
FROM relations r JOIN pg_policy p ON p.polrelid = r.oid
