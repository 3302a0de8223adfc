SELECT 'process ' || holder.pid
    || coalesce(' of ' || nullif(holder.application_name, ''), '')
    || coalesce(' by ' || holder.usename, '')
    || ' from ' || coalesce(host(holder.client_addr), 'the server itself')
    || ' since ' || to_char(holder.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
FROM pg_locks AS held
JOIN pg_stat_activity AS holder ON holder.pid = held.pid
WHERE held.locktype = 'advisory'
    AND held.granted
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND held.classid = ((:key)::bigint >> 32 & 4294967295)::oid
    AND held.objid = ((:key)::bigint & 4294967295)::oid
    AND held.objsubid = 1
LIMIT 1
