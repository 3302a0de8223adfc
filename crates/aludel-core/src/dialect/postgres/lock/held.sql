SELECT EXISTS (
    SELECT 1
    FROM pg_locks AS held
    WHERE held.locktype = 'advisory'
        AND held.granted
        AND held.pid = pg_backend_pid()
        AND held.classid = ((:key)::bigint >> 32 & 4294967295)::oid
        AND held.objid = ((:key)::bigint & 4294967295)::oid
        AND held.objsubid = 1
)
