//! What a rebuild keeps, and where it stops.

use aludel_core::operation::Operation;
use aludel_core::schema::{
    Check, Column, ColumnType, Constraint, ForeignKey, Generation, Index, OnConflict, PrimaryKey, ReferentialAction,
    Storage, Table, Unique, View,
};

use super::{Session, on_sqlite};

const TRIGGERS: &str = "
CREATE TABLE log (line);
CREATE TRIGGER note_insert AFTER INSERT ON nodes BEGIN INSERT INTO log VALUES ('in ' || new.name); END;
CREATE TRIGGER note_update AFTER UPDATE OF name ON nodes BEGIN
    INSERT INTO log SELECT CASE WHEN new.name = '' THEN 'none' ELSE new.name END; END;
CREATE TRIGGER add_node AFTER INSERT ON log WHEN new.line = 'add' BEGIN INSERT INTO nodes (name) VALUES ('added'); END;
";

/// A table that refers to itself, with a generated column, a check that names the table, a partial index and a view.
fn nodes() -> Table {
    let mut length = Column::new("length", ColumnType::integer()).nullable();
    length.generation = Some(Generation::Expression { sql: "length(name)".into(), storage: Storage::Stored });
    let parent = ForeignKey::new("fk_nodes_parent_id_nodes", ["parent_id"], "nodes", ["id"]);
    let mut by_name = Index::new("ix_nodes_name", ["name"]);
    by_name.predicate = Some("name != ''".into());
    Table::new("nodes")
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .column(Column::new("parent_id", ColumnType::integer()).nullable())
        .column(Column::new("name", ColumnType::varchar(20)))
        .column(Column::new("note", ColumnType::text()).nullable())
        .column(length)
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_nodes", ["id"])))
        .constraint(Constraint::ForeignKey(ForeignKey { on_delete: ReferentialAction::Cascade, ..parent }))
        .constraint(Constraint::Check(Check::new("ck_nodes_name", "nodes.name != 'x'")))
        .index(by_name)
}

async fn start(session: &mut Session) {
    let names = View::new("names", "SELECT name, note FROM nodes");
    let long = View::new("long_names", "SELECT * FROM names WHERE length(name) > 3");
    let operations = [
        Operation::CreateTable { table: nodes() },
        Operation::CreateView { view: names },
        Operation::CreateView { view: long },
    ];
    session.apply(&operations).await;
    session.execute("PRAGMA foreign_keys = ON").await;
    session
        .execute("INSERT INTO nodes (id, parent_id, name) VALUES (1, NULL, 'root'), (7, 1, 'leaf'), (8, 7, '')")
        .await;
    session.execute("DELETE FROM nodes WHERE id = 8").await;
}

fn longer_names() -> Operation {
    let from = nodes().columns.get("name").unwrap().clone();
    let to = Column { ty: ColumnType::varchar(40), ..from.clone() };
    Operation::AlterColumn { table: "nodes".into(), from, to, using: None }
}

fn drop_checked(column: &str) -> [Operation; 2] {
    [
        longer_names(),
        Operation::DropColumn { table: "nodes".into(), column: nodes().columns.get(column).unwrap().clone() },
    ]
}

#[test]
fn rows_triggers_views_and_the_counter_are_kept() {
    on_sqlite(async |session| {
        start(session).await;
        session.execute(TRIGGERS).await;
        let plan = session.plan(&[longer_names()]);
        let definition = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
        let triggers = session.query(definition).await;
        session.run(&plan).await.unwrap();
        assert_eq!(session.query(definition).await, triggers);
        assert_eq!(
            session.query("SELECT id, parent_id, name, length FROM nodes").await,
            ["1|NULL|root|4", "7|1|leaf|4"]
        );
        session.execute("INSERT INTO log VALUES ('add')").await;
        session.execute("UPDATE nodes SET name = 'stem' WHERE id = 7").await;
        assert_eq!(session.query("SELECT * FROM log").await, ["add", "in added", "stem"]);
        assert_eq!(session.query("SELECT max(id) FROM nodes").await, ["9"]);
        assert_eq!(session.query("SELECT name FROM long_names").await, ["root", "stem", "added"]);
        assert_eq!(session.query("PRAGMA integrity_check").await, ["ok"]);
        session.execute("DELETE FROM nodes WHERE id = 1").await;
        assert_eq!(session.query("SELECT count(*) FROM nodes").await, ["1"]);
    });
}

#[test]
fn other_sessions_see_the_triggers_too() {
    on_sqlite(async |session| {
        start(session).await;
        session.execute(TRIGGERS).await;
        let file = session.query("SELECT file FROM pragma_database_list").await.remove(0);
        let url = aludel_drivers::DatabaseUrl::parse(&format!("sqlite://{file}")).unwrap();
        let mut other = aludel_drivers::connector(&url).unwrap().connect().await.unwrap();
        other.query("SELECT * FROM nodes").await.unwrap();
        session.run(&session.plan(&[longer_names()])).await.unwrap();
        other.execute("INSERT INTO nodes (name) VALUES ('new')").await.unwrap();
        assert_eq!(session.query("SELECT * FROM log").await, ["in new"]);
        other.close().await.unwrap();
    });
}

#[test]
fn renames_reach_triggers_and_views() {
    on_sqlite(async |session| {
        start(session).await;
        session.execute(TRIGGERS).await;
        let rename = Operation::RenameColumn { table: "nodes".into(), from: "name".into(), to: "title".into() };
        // What reads `*` of a view whose columns get other names cannot be followed by SQLite, and stops it.
        session.execute("DROP VIEW long_names").await;
        session.run(&session.plan(&[longer_names(), rename])).await.unwrap();
        session.execute("INSERT INTO nodes (title) VALUES ('new')").await;
        assert_eq!(session.query("SELECT * FROM log").await, ["in new"]);
        assert_eq!(session.query("SELECT * FROM names").await, ["root|NULL", "leaf|NULL", "new|NULL"]);
    });
}

#[test]
fn a_column_that_a_view_or_a_trigger_needs_is_not_dropped() {
    on_sqlite(async |session| {
        start(session).await;
        let before = session.query("SELECT sql FROM sqlite_schema").await;
        let plan = session.plan(&drop_checked("note"));
        let error = session.run(&plan).await.unwrap_err();
        assert!(error.message.contains("note"), "{error}");
        assert_eq!(session.query("SELECT sql FROM sqlite_schema").await, before);
        let views = session.schema.views.clone();
        let drops = views.iter().rev().map(|view| Operation::DropView { view: view.clone() }).collect::<Vec<_>>();
        session.apply(&drops).await;
        session.execute(TRIGGERS).await;
        session.execute("CREATE TRIGGER note_note AFTER UPDATE ON nodes BEGIN SELECT new.note; END").await;
        let plan = session.plan(&drop_checked("note"));
        let error = session.run(&plan).await.unwrap_err();
        assert!(error.message.contains("new.note"), "{error}");
        session.execute("DROP TRIGGER note_note").await;
        session.run(&plan).await.unwrap();
        assert_eq!(session.query("SELECT * FROM nodes").await, ["1|NULL|root|4", "7|1|leaf|4"]);
    });
}

#[test]
fn null_where_it_is_no_longer_allowed_stops_the_rebuild() {
    on_sqlite(async |session| {
        start(session).await;
        let from = nodes().columns.get("parent_id").unwrap().clone();
        let to = Column { nullable: false, ..from.clone() };
        let alter = Operation::AlterColumn { table: "nodes".into(), from, to, using: None };
        let error = session.run(&session.plan(&[alter])).await.unwrap_err();
        assert!(error.message.contains("nodes.parent_id holds NULL"), "{error}");
        assert_eq!(session.query("SELECT count(*) FROM nodes").await, ["2"]);
        assert_eq!(session.query("SELECT name FROM sqlite_schema WHERE name LIKE '%aludel%'").await, [""; 0]);
    });
}

/// A constraint that leaves rows out does so when rows are written, and not when the table is made anew.
#[test]
fn rows_that_a_new_constraint_would_leave_out_stop_the_rebuild() {
    on_sqlite(async |session| {
        start(session).await;
        for on_conflict in [OnConflict::Ignore, OnConflict::Replace] {
            let unique = Unique { on_conflict: Some(on_conflict), ..Unique::new("uq_nodes_one", ["note"]) };
            let unique = Operation::CreateConstraint { table: "nodes".into(), constraint: Constraint::Unique(unique) };
            session.execute("UPDATE nodes SET note = 'same'").await;
            let error = session.run(&session.plan(&[unique])).await.unwrap_err();
            assert!(error.message.contains("UNIQUE constraint failed"), "{error}");
            assert_eq!(session.query("SELECT count(*) FROM nodes").await, ["2"]);
        }
    });
}

/// SQLite would number the rows that have no value.
#[test]
fn null_in_a_column_that_becomes_the_row_number_stops_the_rebuild() {
    on_sqlite(async |session| {
        let table = Table::new("t").column(Column::new("n", ColumnType::integer()).nullable());
        session.apply(&[Operation::CreateTable { table }]).await;
        session.execute("INSERT INTO t VALUES (NULL), (7)").await;
        let key = Constraint::PrimaryKey(PrimaryKey::new("pk_t", ["n"]));
        let key = [Operation::CreateConstraint { table: "t".into(), constraint: key }];
        let error = session.run(&session.plan(&key)).await.unwrap_err();
        assert!(error.message.contains("t.n holds NULL"), "{error}");
        session.execute("DELETE FROM t WHERE n IS NULL").await;
        session.apply(&key).await;
        assert_eq!(session.query("SELECT rowid, n FROM t").await, ["7|7"]);
    });
}

#[test]
fn values_are_converted_as_told_and_text_that_is_no_number_is_refused() {
    on_sqlite(async |session| {
        let table = Table::new("t").column(Column::new("n", ColumnType::text()));
        session.apply(&[Operation::CreateTable { table }]).await;
        session.execute("INSERT INTO t VALUES ('7'), ('abc'), ('1e2')").await;
        let (text, number) = (Column::new("n", ColumnType::text()), Column::new("n", ColumnType::integer()));
        let alter = |from: &Column, to: &Column, using: Option<&str>| Operation::AlterColumn {
            table: "t".into(),
            from: from.clone(),
            to: to.clone(),
            using: using.map(String::from),
        };
        let plan = session.plan(&[alter(&text, &number, None)]);
        let error = session.run(&plan).await.unwrap_err();
        assert!(error.message.contains("t.n holds text that is no number"), "{error}");
        assert_eq!(session.query("SELECT n FROM t").await, ["7", "abc", "1e2"]);
        session.execute("DELETE FROM t WHERE n = 'abc'").await;
        let plan = session.apply(&[alter(&text, &number, None)]).await;
        assert!(plan.statements.iter().any(|statement| statement.loss.is_some()));
        assert_eq!(session.query("SELECT n, typeof(n) FROM t").await, ["7|integer", "100|integer"]);
        session.apply(&[alter(&number, &text, Some("'n' || n"))]).await;
        assert_eq!(session.query("SELECT n FROM t").await, ["n7", "n100"]);
    });
}

#[test]
fn a_table_whose_columns_are_called_as_the_rowid_is_rebuilt() {
    on_sqlite(async |session| {
        let table = Table::new("t")
            .column(Column::new("rowid", ColumnType::text()))
            .column(Column::new("OID", ColumnType::text()))
            .column(Column::new("a", ColumnType::text()));
        session.apply(&[Operation::CreateTable { table: table.clone() }]).await;
        session.execute("INSERT INTO t (_rowid_, rowid, oid, a) VALUES (5, 'x', 'y', 'z')").await;
        let from = table.columns.get("a").unwrap().clone();
        let alter = Operation::AlterColumn { table: "t".into(), to: from.clone().nullable(), from, using: None };
        session.apply(&[alter]).await;
        assert_eq!(session.query("SELECT _rowid_, * FROM t").await, ["5|x|y|z"]);
    });
}

#[test]
fn violations_that_were_there_before_do_not_count() {
    on_sqlite(async |session| {
        start(session).await;
        session.execute("PRAGMA foreign_keys = OFF").await;
        session.execute("INSERT INTO nodes (id, parent_id, name) VALUES (20, 99, 'lost')").await;
        let guard = session.plan(&[longer_names()]).guards.remove(0);
        let before = session.query(&guard.query).await;
        assert_eq!(before, ["nodes|20|nodes"]);
        for statement in session.plan(&[longer_names()]).statements {
            session.execute(&statement.sql).await;
        }
        assert_eq!(session.query(&guard.query).await, before);
    });
}
