//! What inspection costs, what it leaves behind, what it tells besides, and the locks.

use aludel_core::connection::Connection;
use aludel_core::dialect::{LockKey, Scope, Version};

use super::{inspect, on_postgres};
use crate::harness::Counted;

#[test]
fn round_trips_do_not_grow_with_the_schema() {
    on_postgres(async |database| {
        let mut trips = Vec::new();
        for tables in [1, 199] {
            let mut connection = Counted::new(database.connect().await);
            let create = format!(
                "DO $$ BEGIN FOR i IN 1..{tables} LOOP EXECUTE format('CREATE TABLE t_%s_{tables} (id serial PRIMARY KEY, \
                 name text UNIQUE DEFAULT %L CHECK (name <> %L))', i, 'a', 'b'); END LOOP; END $$"
            );
            connection.execute(&create).await.unwrap();
            let before = connection.trips();
            let schema = inspect(&mut connection, &Scope::default()).await;
            trips.push((schema.tables.len(), connection.trips() - before));
        }
        assert_eq!(trips, [(1, 2), (200, 2)]);
    });
}

#[test]
fn the_session_is_left_as_it_was() {
    on_postgres(async |database| {
        let mut connection = database.connect().await;
        let connection = connection.as_mut();
        let path = async |connection: &mut dyn Connection| {
            let rows = connection.query("SHOW search_path").await.unwrap();
            rows[0].text(0).unwrap().to_owned()
        };
        connection
            .execute("CREATE SCHEMA \"odd, 'one\"; CREATE TABLE \"odd, 'one\".t (id int DEFAULT 1)")
            .await
            .unwrap();
        connection.execute("SET search_path TO \"odd, 'one\", public").await.unwrap();
        let before = path(connection).await;
        assert_eq!(inspect(connection, &Scope::default()).await.tables.len(), 1);
        assert_eq!(path(connection).await, before);
        connection.begin().await.unwrap();
        connection.execute("SET LOCAL search_path TO public").await.unwrap();
        let scope = Scope { namespaces: vec!["odd, 'one".into(), "absent".into()] };
        let schema = inspect(connection, &scope).await;
        assert_eq!(schema.namespaces.iter().collect::<Vec<_>>(), ["odd, 'one"]);
        assert!(schema.table(&("odd, 'one", "t").into()).is_some());
        assert_eq!(path(connection).await, "public");
        connection.rollback().await.unwrap();
        assert_eq!(path(connection).await, before);
        connection.execute("SET search_path TO absent").await.unwrap();
        assert!(inspect(connection, &Scope::default()).await.is_empty());
    });
}

#[test]
fn what_the_schema_cannot_say_is_told() {
    on_postgres(async |database| {
        let mut connection = database.connect().await;
        connection
            .execute(
                "CREATE TABLE parent (id int, kind text);
                CREATE TABLE child () INHERITS (parent);
                CREATE TABLE parts (id int) PARTITION BY RANGE (id);
                CREATE TABLE part_one PARTITION OF parts FOR VALUES FROM (1) TO (2);
                CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER tr BEFORE INSERT ON parent FOR EACH ROW EXECUTE FUNCTION f();
                CREATE RULE ru AS ON DELETE TO parent DO INSTEAD NOTHING;
                ALTER TABLE parent ENABLE ROW LEVEL SECURITY;
                CREATE DOMAIN positive AS int CHECK (VALUE > 0);
                CREATE TYPE pair AS (a int, b int);
                CREATE TEMP TABLE short (id int);
                CREATE TABLE keyed (id int, rest int, PRIMARY KEY (id) INCLUDE (rest));
                CREATE VIEW careful WITH (security_barrier) AS SELECT 1 AS one",
            )
            .await
            .unwrap();
        let dialect = connection.dialect();
        let inspection = dialect.inspect(connection.as_mut(), &Scope::default()).await.unwrap();
        if dialect.version() >= Version(15, 0, 0) {
            let sets_one = "CREATE TABLE a (id int UNIQUE); CREATE TABLE b (a int, \
                CONSTRAINT fk FOREIGN KEY (a) REFERENCES a (id) ON DELETE SET NULL (a))";
            connection.execute(sets_one).await.unwrap();
            let inspection = dialect.inspect(connection.as_mut(), &Scope::default()).await.unwrap();
            let note = inspection.not_understood.iter().find(|note| note.object.name == "b").unwrap();
            assert_eq!(note.reason, "deleting sets some of its columns only");
        }
        let tables: Vec<String> = inspection.schema.tables.iter().map(|table| table.name.to_string()).collect();
        assert_eq!(tables, ["keyed", "parent", "parts"]);
        let notes = inspection.not_understood.iter();
        let notes =
            notes.map(|note| format!("{} {}: {}", note.object, note.part.as_deref().unwrap_or(""), note.reason));
        assert_eq!(
            notes.collect::<Vec<_>>(),
            [
                "careful : it has options: security_barrier=true",
                "child : it inherits from another table",
                "keyed keyed_pkey: it includes columns besides its own",
                "pair : it is a composite type",
                "parent : it has row security",
                "parent ru: it is a rule",
                "parent tr: it is a trigger",
                "part_one : it is a partition",
                "parts : it is partitioned",
                "positive : it is a domain",
            ]
        );
    });
}

#[test]
fn one_session_holds_the_lock_and_is_named() {
    on_postgres(async |database| {
        let key = LockKey { database: "shop".into(), ledger: "aludel_revisions".into() };
        let (mut one, mut other) = (database.connect().await, database.connect().await);
        let lock = one.dialect().session_lock(&key).unwrap();
        let in_transaction = one.dialect().transaction_lock(&key).unwrap();
        assert!(one.query(&lock.holder).await.unwrap().is_empty());
        assert_eq!(one.query(&lock.acquire).await.unwrap()[0].boolean(0), Some(true));
        assert_eq!(other.query(&lock.acquire).await.unwrap()[0].boolean(0), Some(false));
        assert_eq!(other.query(&in_transaction.attempt).await.unwrap()[0].boolean(0), Some(false));
        let pid = one.query("SELECT pg_backend_pid()").await.unwrap()[0].integer(0).unwrap();
        let holder = other.query(&lock.holder).await.unwrap();
        let holder = holder[0].text(0).unwrap();
        assert!(holder.starts_with(&format!("process {pid}")) && holder.contains(" since "), "{holder}");
        assert_eq!(one.query(&lock.release).await.unwrap()[0].boolean(0), Some(true));
        assert_eq!(other.query(&lock.acquire).await.unwrap()[0].boolean(0), Some(true));
    });
}
