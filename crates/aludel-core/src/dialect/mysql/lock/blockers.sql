SELECT DISTINCT CONCAT('connection ', other.processlist_id, ' of ', other.processlist_user, '@', other.processlist_host,
    ', ', LOWER(other.processlist_command), ' since ', other.processlist_time, ' s',
    COALESCE(CONCAT(': ', LEFT(other.processlist_info, 120)), ''))
FROM (
    SELECT theirs.owner_thread_id AS blocking, mine.owner_thread_id AS waiting
    FROM performance_schema.metadata_locks AS mine
    JOIN performance_schema.metadata_locks AS theirs
        ON theirs.object_type = mine.object_type
        AND theirs.object_schema = mine.object_schema
        AND theirs.object_name = mine.object_name
        AND theirs.lock_status = 'GRANTED'
        AND theirs.owner_thread_id <> mine.owner_thread_id
    WHERE mine.lock_status = 'PENDING'
    UNION
    SELECT blocking_thread_id, requesting_thread_id FROM performance_schema.data_lock_waits
) AS waits
JOIN performance_schema.threads AS us ON us.thread_id = waits.waiting
JOIN performance_schema.threads AS other ON other.thread_id = waits.blocking
WHERE us.processlist_id = IS_USED_LOCK(:name)
LIMIT 5
