-- Sequences that no column and no extension owns.
SELECT
    space.nspname AS namespace,
    class.relname AS name,
    format_type(sequence.seqtypid, NULL) AS type,
    sequence.seqstart AS start,
    sequence.seqincrement AS increment,
    sequence.seqmin AS minimum,
    sequence.seqmax AS maximum,
    sequence.seqcache AS cache,
    sequence.seqcycle AS cycle,
    obj_description(class.oid, 'pg_class') AS comment
FROM pg_sequence AS sequence
JOIN pg_class AS class ON class.oid = sequence.seqrelid
JOIN pg_namespace AS space ON space.oid = class.relnamespace
WHERE space.nspname = ANY (:namespaces)
    AND class.relpersistence <> 't'
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = class.oid AND deptype IN ('a', 'i', 'e')
    )
ORDER BY 1, 2
