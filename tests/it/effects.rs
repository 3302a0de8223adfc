//! What operations are said to lock, compared with what the servers say.

use aludel::Migrate;
use aludel::migrations::EmbeddedScripts;
use aludel::op::{Typed as _, column, table};
use aludel_core::command::{self, RunOptions, Undo};
use aludel_core::connection::Connection;
use aludel_core::dialect::{Blocks, Dialect, Effort};
use aludel_core::operation::Operation;
use aludel_core::plan::plan;
use aludel_core::schema::{
    Check, Column, ColumnType, Constraint, ForeignKey, Index, Literal, PrimaryKey, Schema, Table, Unique,
};
use aludel_core::script::Embedded;
use aludel_drivers::System;

use crate::harness::{on_every_server, on_servers};

/// Two tables with a row each, as a schema.
fn before() -> Schema {
    let parents = Table::new("parents")
        .column(Column::new("id", ColumnType::integer()))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_parents", ["id"])));
    let children = Table::new("children")
        .column(Column::new("id", ColumnType::integer()))
        .column(Column::new("parent", ColumnType::integer()).nullable())
        .column(Column::new("word", ColumnType::varchar(20)).nullable())
        .column(Column::new("size", ColumnType::integer()).default_value(Literal::number(1)))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_children", ["id"])));
    let mut schema = Schema::default();
    schema.tables.insert(parents);
    let mut children = children;
    children.indexes.insert(Index::new("ix_children_word", ["word"]));
    schema.tables.insert(children);
    schema
}

fn column_of(schema: &Schema, name: &str) -> Column {
    schema.table(&"children".into()).unwrap().columns.get(name).unwrap().clone()
}

/// Changes of the table of children.
fn operations(schema: &Schema) -> Vec<Operation> {
    let table = || "children".into();
    let alter = |name: &str, change: &dyn Fn(&mut Column)| {
        let from = column_of(schema, name);
        let mut to = from.clone();
        change(&mut to);
        Operation::AlterColumn { table: table(), from, to, using: None }
    };
    let foreign_key = ForeignKey::new("fk_children_parent", ["parent"], "parents", ["id"]);
    vec![
        Operation::AddColumn { table: table(), column: Column::new("extra", ColumnType::integer()).nullable() },
        Operation::AddColumn {
            table: table(),
            column: Column::new("kind", ColumnType::integer()).default_value(Literal::number(7)),
        },
        Operation::DropColumn { table: table(), column: column_of(schema, "size") },
        Operation::RenameColumn { table: table(), from: "size".into(), to: "weight".into() },
        alter("size", &|column| column.ty = ColumnType::big_integer()),
        alter("size", &|column| column.default = None),
        alter("word", &|column| column.ty = ColumnType::varchar(40)),
        alter("word", &|column| column.nullable = false),
        Operation::CreateIndex { table: table(), index: Index::new("ix_children_size", ["size"]) },
        Operation::DropIndex { table: table(), index: Index::new("ix_children_word", ["word"]) },
        Operation::CreateConstraint {
            table: table(),
            constraint: Constraint::Unique(Unique::new("uq_children_size", ["size"])),
        },
        Operation::CreateConstraint {
            table: table(),
            constraint: Constraint::Check(Check::new("ck_children", "size > 0")),
        },
        Operation::CreateConstraint { table: table(), constraint: Constraint::ForeignKey(foreign_key) },
        Operation::AlterTableComment { table: table(), from: None, to: Some("of parents".into()) },
        Operation::RenameTable { from: table(), to: "kids".into() },
    ]
}

async fn make(connection: &mut dyn Connection, schema: &Schema) {
    let dialect = connection.dialect();
    let create: Vec<_> = schema.tables.iter().map(|table| Operation::CreateTable { table: table.clone() }).collect();
    for statement in plan(&*dialect, &Schema::default(), &create).unwrap().statements {
        connection.execute(&statement.sql).await.unwrap();
    }
    connection.execute("INSERT INTO parents VALUES (1)").await.unwrap();
    connection.execute("INSERT INTO children VALUES (1, 1, 'a', 1)").await.unwrap();
}

fn statements(dialect: &dyn Dialect, schema: &Schema, operation: &Operation) -> Vec<String> {
    let planned = plan(dialect, schema, std::slice::from_ref(operation)).unwrap();
    planned.statements.into_iter().map(|statement| statement.sql).collect()
}

#[test]
fn postgres_takes_the_locks_that_we_say_and_rewrites_what_we_say() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let mut connection = database.connect().await;
            let schema = before();
            make(&mut *connection, &schema).await;
            let dialect = connection.dialect();
            for operation in operations(&schema) {
                let effects = dialect.effects(&schema, &operation).unwrap();
                let file = "SELECT pg_relation_filenode('children'::regclass)";
                let oid = "SELECT 'children'::regclass::oid";
                let (filenode, oid) = (
                    connection.query(file).await.unwrap(),
                    connection.query(oid).await.unwrap()[0].integer(0).unwrap(),
                );
                connection.begin().await.unwrap();
                for sql in statements(&*dialect, &schema, &operation) {
                    connection.execute(&sql).await.unwrap();
                }
                let query =
                    format!("SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = {oid} AND granted");
                let held: Vec<String> =
                    connection.query(&query).await.unwrap().iter().map(|row| row.text(0).unwrap().to_owned()).collect();
                let own = effects.iter().find(|effect| effect.table == Some("children".into())).unwrap();
                let mode = own.lock.split(' ').map(|word| format!("{}{}", &word[..1], word[1..].to_lowercase()));
                let mode = format!("{}Lock", mode.collect::<String>());
                assert!(held.contains(&mode), "{operation}: {mode}, {held:?}");
                let stronger = ["AccessExclusiveLock", "ExclusiveLock"];
                let is_stronger = held.iter().any(|held| stronger.contains(&held.as_str()));
                assert_eq!(is_stronger, own.blocks == Blocks::All, "{operation}: {held:?}");
                let file = format!("SELECT pg_relation_filenode({oid})");
                let rewritten = connection.query(&file).await.unwrap() != filenode;
                assert_eq!(rewritten, own.effort == Effort::Rewrite, "{operation}");
                connection.rollback().await.unwrap();
            }
        },
    );
}

#[test]
fn mysql_and_mariadb_go_the_way_that_we_say() {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let mut connection = database.connect().await;
            let schema = before();
            let dialect = connection.dialect();
            for operation in operations(&schema) {
                // The server has words for the way only where a table is altered.
                let [sql] = &*statements(&*dialect, &schema, &operation) else { continue };
                if !sql.starts_with("ALTER TABLE") {
                    continue;
                }
                make(&mut *connection, &schema).await;
                let effects = dialect.effects(&schema, &operation).unwrap();
                let way = effects[0].lock.rsplit(' ').next().unwrap();
                let lock = match (way, effects[0].blocks) {
                    ("INSTANT", _) => "",
                    (_, Blocks::Changes) => ", LOCK=NONE",
                    _ => ", LOCK=SHARED",
                };
                let sql = format!("{sql}, ALGORITHM={way}{lock}");
                let outcome = connection.execute(&sql).await;
                assert!(outcome.is_ok(), "{}: {sql}: {outcome:?}", database.server().label());
                connection.execute("DROP TABLE IF EXISTS kids, children, parents").await.unwrap();
            }
        },
    );
}

#[test]
fn a_dry_run_says_what_each_statement_locks() {
    static SCRIPTS: [Embedded; 2] = [
        Embedded {
            path: "a1.rs",
            text: "//! make\n//!\n//! revision: a1\n//! revises: base\n",
            upgrade: Some(|op| op.create_table(table("users").column(column("id").integer()))),
            downgrade: Some(|op| op.drop_table("users")),
        },
        Embedded {
            path: "b2.rs",
            text: "//! change\n//!\n//! revision: b2\n//! revises: a1\n",
            upgrade: Some(|op| {
                op.execute("SELECT 1");
                op.add_column("users", column("word").varchar(9).nullable());
            }),
            downgrade: None,
        },
    ];
    on_every_server(async |database| {
        let scripts = EmbeddedScripts {
            directory: "no folder",
            locations: &[],
            manifest_directory: "",
            file: file!(),
            scripts: &SCRIPTS,
        };
        let migrate = Migrate::new().scripts(scripts).database(database.url.for_client());
        let planned = command::plan_upgrade(&migrate.environment(), &RunOptions::to("head")).await.unwrap();
        let [make, change] = &*planned else { panic!("{planned:?}") };
        let by_itself = database.server().system() == System::MySql;
        assert_eq!(make.undo, if by_itself { Undo::Downgrade } else { Undo::Rollback });
        assert_eq!(change.undo, if by_itself { Undo::None } else { Undo::Rollback });
        let [unknown, added] = &*change.statements else { panic!("{change:?}") };
        assert_eq!(unknown.effects, None);
        let lock = match database.server().system() {
            System::Postgres => ("ACCESS EXCLUSIVE", Blocks::All),
            System::MySql => ("metadata lock, INSTANT", Blocks::Changes),
            System::Sqlite => ("RESERVED", Blocks::Writes),
        };
        let effects = added.effects.as_deref().unwrap();
        assert_eq!((effects[0].lock, effects[0].blocks, effects[0].effort), (lock.0, lock.1, Effort::Brief));
    });
}
