//! What the executor's rebuilds keep of tables that people wrote, and what they refuse rather than lose.

use aludel_core::connection::Connection;
use aludel_core::operation::{Operation, invert_all};
use aludel_core::revision::Direction;
use aludel_core::schema::{Column, Schema, Table};
use aludel_drivers::System;

use crate::harness::{TestDatabase, on_servers};
use crate::rounds::{inspect, run};
use crate::witness::{difference, testimony};

/// Tables, all with a column `note`, which is rebuilt there and back; rows, and what stands near them.
const WORLDS: [&str; 12] = [
    // Each clause of a column and a table.
    "CREATE TABLE p (id INTEGER PRIMARY KEY, note TEXT);
     CREATE TABLE t (id INTEGER CONSTRAINT key_1 PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT, note TEXT,
         name TEXT CONSTRAINT nn NOT NULL COLLATE NOCASE DEFAULT 'it''s' CONSTRAINT uq UNIQUE ON CONFLICT IGNORE,
         p INTEGER DEFAULT (1 + 1) REFERENCES p ON DELETE CASCADE ON UPDATE SET NULL MATCH FULL,
         q INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED, at TEXT DEFAULT CURRENT_TIMESTAMP,
         twice INTEGER AS (p * 2), thrice INTEGER GENERATED ALWAYS AS (p * 3) STORED,
         CHECK (length(name) > 0), CONSTRAINT c CHECK (id > 0), UNIQUE (name, p) ON CONFLICT FAIL,
         FOREIGN KEY (p, q) REFERENCES p2 (a, b));
     CREATE TABLE p2 (a, b, PRIMARY KEY (a, b));
     INSERT INTO p VALUES (1, 'x'), (2, 'y'); INSERT INTO p2 VALUES (1, 2);
     INSERT INTO t (id, name, p, q) VALUES (1, 'a', 1, 2), (7, 'b', 2, NULL), (9, 'c', NULL, 1); DELETE FROM t WHERE id = 9;",
    // The counter, said for the table.
    "CREATE TABLE t (id INTEGER, note TEXT, PRIMARY KEY (id AUTOINCREMENT)); INSERT INTO t VALUES (50, 'a'); DELETE FROM t;",
    // Rows without a key have numbers all the same.
    "CREATE TABLE t (note TEXT, name); INSERT INTO t (rowid, note, name) VALUES (-5, 'a', x'00'), (3, 'b', 1.5), (900, NULL, 'x');",
    "CREATE TABLE t (note TEXT, a, b COLLATE NOCASE, PRIMARY KEY (b, a)) WITHOUT ROWID; INSERT INTO t VALUES ('n', 1, 'x'), (NULL, 2, 'X');",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, any_one ANY, r REAL, i INT NOT NULL) STRICT;
     INSERT INTO t VALUES (1, 'a', 'x', 1, 2), (2, NULL, x'01', 1.5, 3);",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT) WITHOUT ROWID, STRICT; INSERT INTO t VALUES (3, 'a');",
    // Indexes of all sorts, and what `ANALYZE` found out.
    "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, a TEXT UNIQUE, b INTEGER, c);
     CREATE INDEX i1 ON t (a COLLATE NOCASE DESC, b); CREATE UNIQUE INDEX i2 ON t (b) WHERE b > 5 AND note IS NOT NULL;
     CREATE INDEX i3 ON t (lower(a), b % 2 DESC); CREATE INDEX \"i 4\" ON t (c COLLATE RTRIM, \"note\");
     INSERT INTO t (note, a, b, c) VALUES ('n', 'x', 1, 2), ('n', 'Y', 7, 'c'), (NULL, 'z', 3, NULL); ANALYZE;",
    // Triggers of it, of a view, of another table that names it; views upon views.
    "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, n INTEGER); CREATE TABLE log (line TEXT);
     CREATE VIEW v AS SELECT id, note AS words FROM t; CREATE VIEW w (a, b) AS SELECT * FROM v WHERE id > 0;
     CREATE TRIGGER tr_1 BEFORE UPDATE OF note ON t WHEN new.n > 1 BEGIN
         INSERT INTO log SELECT CASE WHEN new.note = ';' THEN 'END' ELSE new.note END; END;
     CREATE TRIGGER \"tr 2\" AFTER DELETE ON T BEGIN DELETE FROM log WHERE line = old.note; END;
     CREATE TRIGGER tr_3 INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.id, new.words, 1); END;
     CREATE TRIGGER tr_4 AFTER INSERT ON log BEGIN UPDATE t SET n = n + 1 WHERE note = new.line; END;
     INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2);",
    // Child rows, also of a table with another spelling of the name, and of itself; one that refers to nothing.
    "CREATE TABLE \"T\" (id INTEGER PRIMARY KEY, note TEXT, up INTEGER REFERENCES \"T\" (id) ON DELETE CASCADE);
     CREATE TABLE c1 (t INTEGER REFERENCES t (id) ON DELETE CASCADE); CREATE TABLE c2 (t INTEGER REFERENCES \"T\" ON DELETE SET NULL);
     CREATE TABLE other (x INTEGER REFERENCES nowhere (x));
     PRAGMA foreign_keys = OFF; INSERT INTO t VALUES (1, 'a', NULL), (2, 'b', 1), (3, 'c', 99);
     INSERT INTO c1 VALUES (1), (1), (2), (77); INSERT INTO c2 VALUES (2), (NULL); INSERT INTO other VALUES (1); PRAGMA foreign_keys = ON;",
    // Odd names, quoted in all ways.
    "CREATE TABLE \"t\" ([id key] INTEGER PRIMARY KEY, `no te` TEXT, note TEXT, \"a\"\"b\" INTEGER CHECK (\"a\"\"b\" > 0), 'order' TEXT, größe INT, CamelCase INTEGER);
     CREATE INDEX \"odd \"\"one\"\"\" ON t (\"a\"\"b\", [id key]); INSERT INTO t VALUES (1, 'a', 'b', 2, 'c', 3, 4);",
    // A table that begins as ours do, and tables of modules beside it.
    "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT); CREATE TABLE aludel_things (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id));
     CREATE VIRTUAL TABLE words USING fts5(note, content='t', content_rowid='id');
     CREATE TRIGGER fill AFTER INSERT ON t BEGIN INSERT INTO words (rowid, note) VALUES (new.id, new.note); END;
     CREATE VIRTUAL TABLE boxes USING rtree(id, a, b);
     INSERT INTO t VALUES (5, 'apple'); INSERT INTO boxes VALUES (1, 2, 3); INSERT INTO aludel_things VALUES (1, 5);",
    // Types as people declare them, and defaults.
    "CREATE TABLE t (id INT PRIMARY KEY, note TEXT, a UNSIGNED BIG INT, b CHARACTER(20) DEFAULT 'x', c DECIMAL(10,5) DEFAULT -1.50, d FLOAT DEFAULT 1e3,
         e DATETIME DEFAULT (datetime('now', '-1 day')), f, g \"my type\"(1, 2) DEFAULT x'0aFF', h BOOLEAN DEFAULT TRUE, i POINT DEFAULT NULL, j NVARCHAR(7) DEFAULT 'y');
     INSERT INTO t (id, a, b, c, d, f, g) VALUES ('x', 1, 2, '3.50', '4', '5', '6');",
];

#[test]
fn a_rebuild_there_and_back_loses_nothing() {
    on_sqlite(async |database| {
        let mut failed = Vec::new();
        for world in WORLDS {
            if let Err(error) = there_and_back(database, world).await {
                failed.push(format!("{world}\n{error}"));
            }
        }
        assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    });
}

async fn there_and_back(database: &TestDatabase, world: &str) -> Result<(), String> {
    let mut connection = start(database, world).await;
    let (schema, [there, back]) = toggled(&mut *connection).await;
    let before = all(database, &mut *connection).await;
    run(database, &schema, &there, Direction::Upgrade).await?;
    let note = query(&mut *connection, "SELECT \"notnull\" FROM pragma_table_info('t') WHERE name = 'note'").await;
    let middle = all(database, &mut *connection).await;
    let mut folded = schema.clone();
    there.iter().for_each(|operation| folded.apply(operation).unwrap());
    run(database, &folded, &back, Direction::Downgrade).await?;
    let after = all(database, &mut *connection).await;
    let sound = query(&mut *connection, "PRAGMA integrity_check").await;
    connection.close().await.unwrap();
    let without_note = |lines: &[String]| -> Vec<String> {
        lines.iter().filter(|line| !line.contains("column note")).cloned().collect()
    };
    let lines = [difference(&without_note(&before), &without_note(&middle)), difference(&before, &after)].concat();
    match (note, sound.concat().as_str()) {
        (note, "ok") if note == ["Integer(1)"] && lines.is_empty() => Ok(()),
        other => Err(format!("{other:?}\n{}", lines.join("\n"))),
    }
}

/// What the schema model cannot say is refused before anything is sent.
#[test]
fn what_would_be_lost_is_refused_in_words() {
    let cases = [
        (
            "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, n INTEGER NOT NULL ON CONFLICT REPLACE DEFAULT 5)",
            "NOT NULL has an ON CONFLICT clause",
        ),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY DESC, note TEXT)", "an order or a collation of their own"),
        ("CREATE TABLE t (a TEXT, note TEXT, UNIQUE (a COLLATE NOCASE))", "an order or a collation of their own"),
        (
            "CREATE TABLE t (a TEXT, b TEXT, note TEXT, PRIMARY KEY (a, b DESC)) WITHOUT ROWID",
            "an order or a collation of their own",
        ),
    ];
    on_sqlite(async |database| {
        for (world, words) in cases {
            let mut connection = start(database, world).await;
            let (schema, [there, _]) = toggled(&mut *connection).await;
            let before = all(database, &mut *connection).await;
            let error = run(database, &schema, &there, Direction::Upgrade).await.unwrap_err();
            assert!(
                error.contains("\"t\" would have to be made anew, and it is not fully understood")
                    && error.contains(words),
                "{error}"
            );
            let added =
                Operation::AddColumn { table: "t".into(), column: Column::new("more", note(&schema).ty.clone()) };
            let error = run(database, &schema, &[added], Direction::Upgrade).await.unwrap_err();
            assert!(error.contains(words), "{error}");
            let renamed = [Operation::RenameTable { from: "t".into(), to: "u".into() }, named(&there[0], "u")];
            let error = run(database, &schema, &renamed, Direction::Upgrade).await.unwrap_err();
            assert!(error.contains(words), "{error}");
            assert_eq!(before, all(database, &mut *connection).await);
            let index = aludel_core::schema::Index::new("ix_t_note", ["note"]);
            let index = Operation::CreateIndex { table: "t".into(), index };
            run(database, &schema, &[index], Direction::Upgrade).await.unwrap();
            connection.close().await.unwrap();
        }
    });
}

#[test]
fn a_table_that_was_left_behind_is_named() {
    on_sqlite(async |database| {
        let mut connection =
            start(database, "CREATE TABLE t (note TEXT); CREATE TABLE _aludel_new_t (note TEXT);").await;
        let (schema, [there, _]) = toggled(&mut *connection).await;
        let error = run(database, &schema, &there, Direction::Upgrade).await.unwrap_err();
        assert!(error.contains("there is a table \"_aludel_new_t\""), "{error}");
        connection.close().await.unwrap();
    });
}

#[track_caller]
pub(super) fn on_sqlite(test: impl AsyncFn(&TestDatabase)) {
    on_servers(|server| server.system() == System::Sqlite, test);
}

/// An empty database with some things in it.
pub(super) async fn start(database: &TestDatabase, script: &str) -> Box<dyn Connection> {
    let mut connection = crate::rounds::emptied(database).await;
    let refused = crate::rounds::run_script(&mut *connection, script).await;
    assert!(refused.is_empty(), "{refused:?}");
    connection
}

/// What is there, and the operations that make `t.note` refuse NULL, and take it again, for which NULL is filled before.
pub(super) async fn toggled(connection: &mut dyn Connection) -> (Schema, [Vec<Operation>; 2]) {
    connection.execute("UPDATE t SET note = 'none' WHERE note IS NULL").await.unwrap();
    let schema = inspect(connection).await.schema;
    let from = note(&schema).clone();
    let to = Column { nullable: false, ..from.clone() };
    let there = vec![Operation::AlterColumn { table: table(&schema).name.clone(), from, to, using: None }];
    let back = invert_all(&there).unwrap();
    (schema, [there, back])
}

fn table(schema: &Schema) -> &Table {
    schema.tables.iter().find(|table| table.name.name.eq_ignore_ascii_case("t")).unwrap()
}

fn note(schema: &Schema) -> &Column {
    table(schema).columns.get("note").unwrap()
}

fn named(operation: &Operation, name: &str) -> Operation {
    let Operation::AlterColumn { from, to, .. } = operation else { panic!("{operation}") };
    Operation::AlterColumn { table: name.into(), from: from.clone(), to: to.clone(), using: None }
}

/// All that is in a database: what it says of itself, its rows with their numbers, its counters and statistics.
async fn all(database: &TestDatabase, connection: &mut dyn Connection) -> Vec<String> {
    let mut lines = testimony(database, connection).await;
    let sql = "SELECT 'sql ' || coalesce(sql, '') FROM sqlite_schema WHERE type IN ('trigger', 'view') AND name NOT LIKE 'aludel_%'";
    lines.extend(query(connection, sql).await);
    let tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
        AND name NOT IN ('aludel_revisions', 'aludel_journal', 'sqlite_schema')";
    for table in query(connection, tables).await {
        let quoted = table.replace('"', "\"\"");
        let numbered =
            query(connection, &format!("SELECT wr FROM pragma_table_list('{}')", table.replace('\'', "''"))).await;
        let number = if numbered == ["0"] { "rowid, " } else { "" };
        // Counters and statistics of our own tables are none of theirs.
        let of_ours = match table.as_str() {
            "sqlite_sequence" => "WHERE name NOT LIKE 'aludel_%'",
            "sqlite_stat1" | "sqlite_stat4" => "WHERE tbl NOT LIKE 'aludel_%'",
            _ => "",
        };
        let number = if table.starts_with("sqlite_") { "" } else { number };
        let rows = query(connection, &format!("SELECT {number}* FROM \"{quoted}\" {of_ours}")).await;
        lines.extend(rows.into_iter().map(|row| format!("row of {table}: {row}")));
    }
    lines.sort();
    lines
}

async fn query(connection: &mut dyn Connection, sql: &str) -> Vec<String> {
    let rows = connection.query(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    rows.iter()
        .map(|row| row.0.iter().map(|value| format!("{value:?}")).collect::<Vec<_>>().join("|"))
        .map(plain)
        .collect()
}

/// Without the marks of text, so that names are names.
fn plain(line: String) -> String {
    line.strip_prefix("Text(\"")
        .and_then(|line| line.strip_suffix("\")"))
        .map_or(line.clone(), |line| line.replace("\\\"", "\"").replace("\\n", "\n"))
        .replace("Integer(0)", "0")
}
