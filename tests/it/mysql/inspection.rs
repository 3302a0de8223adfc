//! Inspection: its cost, and what it says of things that the model has no word for.

use aludel_core::dialect::Scope;
use aludel_core::operation::Operation;
use aludel_core::plan::plan;
use aludel_core::schema::{Column, ColumnType, Constraint, ForeignKey, Index, PrimaryKey, Schema, Table};

use super::{inspect, on_mysql};
use crate::harness::Counted;

/// Tables of which each but the first refers to the one before.
fn tables(names: std::ops::Range<usize>) -> Vec<Operation> {
    let table = |place: usize| {
        let table = Table::new(format!("t{place}"))
            .column(Column::new("id", ColumnType::integer()))
            .column(Column::new("previous", ColumnType::integer()).nullable())
            .column(Column::new("name", ColumnType::varchar(20)).nullable())
            .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk", ["id"])))
            .index(Index::new("ix_name", ["name"]));
        match place.checked_sub(1) {
            Some(previous) => table.constraint(Constraint::ForeignKey(ForeignKey::new(
                format!("fk{place}"),
                ["previous"],
                format!("t{previous}"),
                ["id"],
            ))),
            None => table,
        }
    };
    names.map(|place| Operation::CreateTable { table: table(place) }).collect()
}

#[test]
fn the_number_of_round_trips_is_fixed() {
    on_mysql(async |database| {
        let mut connection = Counted::new(database.connect().await);
        let mut trips = Vec::new();
        for names in [0..2, 2..200] {
            let schema = inspect(&mut connection).await.schema;
            let dialect = aludel_core::connection::Connection::dialect(&connection);
            for statement in plan(&*dialect, &schema, &tables(names)).unwrap().statements {
                aludel_core::connection::Connection::execute(&mut connection, &statement.sql).await.unwrap();
            }
            let before = connection.trips();
            let found = dialect.inspect(&mut connection, &Scope::default()).await.unwrap();
            trips.push((connection.trips() - before, found.schema.tables.len()));
        }
        assert_eq!((trips[0].1, trips[1].1), (2, 200));
        assert_eq!(trips[0].0, trips[1].0);
    });
}

#[test]
fn what_the_model_has_no_word_for_is_noted() {
    on_mysql(async |database| {
        let mut connection = database.connect().await;
        let script = "CREATE TABLE a (id INT PRIMARY KEY, b VARCHAR(9)) STATS_PERSISTENT = 0;
            CREATE TABLE p (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2;
            CREATE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 'x';
            CREATE VIEW v AS SELECT id, 'x?' AS t FROM a";
        connection.execute(script).await.unwrap();
        let found = inspect(&mut *connection).await;
        let notes: Vec<(String, Option<&str>)> =
            found.not_understood.iter().map(|note| (note.object.to_string(), note.part.as_deref())).collect();
        let expected = [("a", None), ("p", None), ("v", None), ("a", Some("tr"))];
        assert_eq!(notes, expected.map(|(object, part)| (object.to_owned(), part)));
        let view = found.schema.views.get(&aludel_core::name::ObjectName::from("v")).unwrap();
        assert_eq!(view.depends_on, ["a".into()]);
        assert!(!view.query.contains("aludel"), "{}", view.query);
    });
}

/// MariaDB goes on calling the check of a column by the column's old name, and a new column may take the name over.
#[test]
fn the_check_of_a_renamed_column_belongs_to_it() {
    on_mysql(async |database| {
        let mut connection = database.connect().await;
        if connection.dialect().name() != "mariadb" {
            return;
        }
        let script = "CREATE TABLE a (old JSON, low INT CHECK (low < high), high INT);
            ALTER TABLE a RENAME COLUMN old TO data, RENAME COLUMN high TO top, ADD COLUMN old INT CHECK (old > 1)";
        connection.execute(script).await.unwrap();
        let found = inspect(&mut *connection).await;
        let table = found.schema.tables.get(&aludel_core::name::ObjectName::from("a")).unwrap();
        assert_eq!(table.columns.get("data").unwrap().ty, ColumnType::Json);
        let checks: Vec<&str> = table.constraints.iter().map(Constraint::name).collect();
        assert_eq!(checks, ["low", "old"]);
        assert_eq!(found.not_understood, []);
        connection.execute("ALTER TABLE a RENAME COLUMN low TO bottom").await.unwrap();
        let noted = inspect(&mut *connection).await.not_understood;
        assert_eq!(noted.iter().map(|note| note.part.as_deref()).collect::<Vec<_>>(), [Some("low")]);
    });
}

#[test]
fn other_databases_are_looked_into_where_asked() {
    on_mysql(async |database| {
        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE a (id INT PRIMARY KEY)").await.unwrap();
        let other = database.server().database("other").await;
        let mut there = other.connect().await;
        there.execute("CREATE TABLE b (id INT PRIMARY KEY)").await.unwrap();
        let name = there.query("SELECT DATABASE()").await.unwrap()[0].text(0).unwrap().to_owned();
        let scope = Scope { namespaces: vec![name.clone()] };
        let found = connection.dialect().inspect(&mut *connection, &scope).await.unwrap();
        let names: Vec<String> = found.schema.tables.iter().map(|table| table.name.to_string()).collect();
        assert_eq!(names.len(), 2);
        assert!(names.contains(&format!("{name}.b")) && names.contains(&"a".to_owned()), "{names:?}");
    });
}

#[test]
fn the_lock_is_held_by_one_session() {
    on_mysql(async |database| {
        let (mut one, mut other) = (database.connect().await, database.connect().await);
        let key = aludel_core::dialect::LockKey { database: database.url.to_string(), ledger: "ledger".into() };
        let lock = one.dialect().session_lock(&key).unwrap();
        assert_eq!(one.query(&lock.acquire).await.unwrap()[0].integer(0), Some(1));
        assert_eq!(other.query(&lock.acquire).await.unwrap()[0].integer(0), Some(0));
        let holder = other.query(&lock.holder).await.unwrap();
        assert!(holder[0].text(0).unwrap().contains("connection "));
        assert_eq!(one.query(&lock.release).await.unwrap()[0].integer(0), Some(1));
        assert_eq!(other.query(&lock.acquire).await.unwrap()[0].integer(0), Some(1));
    });
}

#[test]
fn an_empty_database_is_an_empty_schema() {
    on_mysql(async |database| {
        let mut connection = database.connect().await;
        assert_eq!(inspect(&mut *connection).await.schema, Schema::default());
    });
}
