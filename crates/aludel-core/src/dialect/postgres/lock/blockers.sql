SELECT CASE
    WHEN other.pid IS NULL THEN 'a prepared transaction, see pg_prepared_xacts'
    ELSE 'process ' || other.pid
        || coalesce(' of ' || nullif(other.application_name, ''), '')
        || coalesce(' by ' || other.usename, '')
        || ' from ' || coalesce(host(other.client_addr), 'the server itself')
        || coalesce(', ' || other.state, '')
        || coalesce(' since ' || to_char(other.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC', '')
        || coalesce(': ' || nullif(left(regexp_replace(other.query, '\s+', ' ', 'g'), 120), ''), '')
    END
FROM (
    SELECT DISTINCT unnest(pg_blocking_pids(held.pid)) AS pid
    FROM pg_locks AS held
    WHERE held.locktype = 'advisory'
        AND held.granted
        AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND held.classid = ((:key)::bigint >> 32 & 4294967295)::oid
        AND held.objid = ((:key)::bigint & 4294967295)::oid
        AND held.objsubid = 1
) AS waited
LEFT JOIN pg_stat_activity AS other ON other.pid = waited.pid
ORDER BY other.xact_start
LIMIT 5
