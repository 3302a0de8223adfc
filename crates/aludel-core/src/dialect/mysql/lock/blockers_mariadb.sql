SELECT CONCAT('perhaps connection ', other.id, ' of ', other.user, '@', other.host,
    ', in a transaction since ', open.trx_started, COALESCE(CONCAT(': ', LEFT(other.info, 120)), ''))
FROM information_schema.innodb_trx AS open
JOIN information_schema.processlist AS other ON other.id = open.trx_mysql_thread_id
WHERE other.db = DATABASE() AND other.id NOT IN (IS_USED_LOCK(:name), CONNECTION_ID())
ORDER BY open.trx_started
LIMIT 5
