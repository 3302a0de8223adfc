//! The statements of plans, and what is refused.

use proptest::prelude::*;

use super::{SQLITE, made, strategy, text};
use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::plan::{Placement, Plan, Unsupported, plan};
use crate::schema::{
    Check, Column, ColumnType, Constraint, Deferral, Exclude, ForeignKey, Generation, Identity, Index, Literal,
    PrimaryKey, ReferentialAction, Schema, Sequence, SequenceOptions, Storage, Table, Unique, Validity, View,
};

fn users() -> Table {
    let key = ForeignKey::new("fk_users_role_id_roles", ["role_id"], "roles", ["id"]);
    Table::new("users")
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .column(Column::new("email", ColumnType::varchar(80)).comment("where to write"))
        .column(Column::new("role_id", ColumnType::integer()).nullable())
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])))
        .constraint(Constraint::Unique(Unique::new("uq_users_email", ["email"])))
        .constraint(Constraint::ForeignKey(ForeignKey { on_delete: ReferentialAction::SetNull, ..key }))
        .index(Index::new("ix_users_role_id", ["role_id"]))
}

fn schema() -> Schema {
    Schema { tables: [users()].into_iter().collect(), ..Schema::default() }
}

fn planned(operations: &[Operation]) -> Plan {
    plan(&SQLITE, &schema(), operations).unwrap()
}

fn longer_email() -> Operation {
    let from = users().columns.get("email").unwrap().clone();
    let to = Column { ty: ColumnType::varchar(120), ..from.clone() };
    Operation::AlterColumn { table: "users".into(), from, to, using: None }
}

#[test]
fn a_script_that_turns_foreign_keys_off_has_them_off_before_its_transaction() {
    let sql = "-- why\nPRAGMA foreign_keys=off;\nDROP TABLE a;\npragma foreign_keys(1);".to_owned();
    let plan = planned(&[Operation::Execute { sql, undo: None, changes: None }]);
    let sent: Vec<&str> = plan.statements.iter().map(|statement| statement.sql.as_str()).collect();
    assert_eq!(sent, ["DROP TABLE a"]);
    assert_eq!(
        plan.settings.iter().map(|setting| setting.set.as_str()).collect::<Vec<_>>(),
        ["PRAGMA foreign_keys = OFF"]
    );
    assert_eq!(plan.guards.len(), 1);
}

#[test]
fn a_table_is_written_for_people() {
    let plan = plan(&SQLITE, &Schema::default(), &[Operation::CreateTable { table: users() }]).unwrap();
    assert_eq!(
        text(&plan),
        r#"CREATE TABLE "users" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "email" VARCHAR(80) NOT NULL,
    "role_id" INTEGER,
    CONSTRAINT "uq_users_email" UNIQUE ("email"),
    CONSTRAINT "fk_users_role_id_roles" FOREIGN KEY ("role_id") REFERENCES "roles" ("id") ON DELETE SET NULL
);
CREATE INDEX "ix_users_role_id" ON "users" ("role_id");
"#
    );
}

#[test]
fn a_rebuild_is_the_procedure_of_the_manual() {
    let plan = planned(&[longer_email()]);
    assert_eq!(
        text(&plan),
        r#"CREATE TABLE "_aludel_new_users" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "email" VARCHAR(120) NOT NULL,
    "role_id" INTEGER,
    CONSTRAINT "uq_users_email" UNIQUE ("email"),
    CONSTRAINT "fk_users_role_id_roles" FOREIGN KEY ("role_id") REFERENCES "roles" ("id") ON DELETE SET NULL
);
INSERT INTO "_aludel_new_users" ("id", "email", "role_id") SELECT "id", "email", "role_id" FROM "users" NOT INDEXED;
DELETE FROM sqlite_sequence WHERE name = '_aludel_new_users';
INSERT INTO sqlite_sequence (name, seq) SELECT '_aludel_new_users', seq FROM sqlite_sequence WHERE name = 'users';
CREATE TEMP TABLE "_aludel_triggers" AS SELECT * FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'users' COLLATE NOCASE;
DROP TABLE "users";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_aludel_new_users" RENAME TO "users";
PRAGMA legacy_alter_table = OFF;
PRAGMA writable_schema = ON;
INSERT INTO sqlite_schema SELECT * FROM "_aludel_triggers";
PRAGMA writable_schema = RESET;
DROP TABLE "_aludel_triggers";
CREATE INDEX "ix_users_role_id" ON "users" ("role_id");
"#
    );
    let settings: Vec<&str> = plan.settings.iter().map(|setting| setting.set.as_str()).collect();
    assert_eq!(settings, ["PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = OFF"]);
    let last = plan.script().into_iter().rev().take(2).map(|statement| statement.sql).collect::<Vec<_>>();
    assert_eq!(last[0], "PRAGMA foreign_keys = ON");
    assert!(last[1].starts_with("CREATE INDEX"), "renames are followed as usual, so nothing is put back: {last:?}");
    assert_eq!(plan.guards.len(), 1);
    assert_eq!(plan.rebuilt, ["users".into()]);
    let placements = plan.statements.iter().map(|statement| statement.placement);
    assert!(placements.skip(1).all(|placement| placement == Placement::Joined), "between them the table is not there");
    assert_eq!(
        plan.statements[0].comment.as_deref(),
        Some("users is made anew: SQLite cannot alter column users.email in place")
    );
}

#[test]
fn statements_belong_to_their_operations() {
    let execute = Operation::Execute {
        sql: "UPDATE users SET email = ''; VACUUM;".into(),
        undo: None,
        changes: Some(Vec::new()),
    };
    let run = Operation::Run { name: "fill".into(), offline: None };
    let drop = Operation::DropTable { table: users() };
    let plan = planned(&[execute, run, drop]);
    let places: Vec<(usize, Placement)> =
        plan.statements.iter().map(|statement| (statement.operation, statement.placement)).collect();
    assert_eq!(
        places,
        [(0, Placement::Inside), (0, Placement::Outside), (1, Placement::Inside), (2, Placement::Inside)]
    );
    assert_eq!(plan.statements[2].run.as_deref(), Some("fill"));
    assert_eq!(plan.statements[3].loss.as_deref(), Some("drops table users and every row in it"));
}

#[test]
fn what_changes_nothing_here_needs_no_statement() {
    let from = users().columns.get("role_id").unwrap().clone();
    let to = Column { charset: Some("utf8mb4".into()), ..from.clone().comment("which one") };
    let operations = [
        Operation::AlterColumn { table: "users".into(), from, to, using: None },
        Operation::AlterTableComment { table: "users".into(), from: None, to: Some("people".into()) },
    ];
    assert_eq!(text(&planned(&operations)), "");
}

/// The loss of a length is none, since none is enforced; the loss of a form is.
#[test]
fn losses_are_those_that_happen_here() {
    let shorter = longer_email().invert().unwrap();
    let Operation::AlterColumn { from, to, .. } = &shorter else { panic!("it alters a column") };
    let table = Table::new("t").column(from.clone());
    let before = Schema { tables: [table].into_iter().collect(), ..Schema::default() };
    let alter = |to: Column| Operation::AlterColumn { table: "t".into(), from: from.clone(), to, using: None };
    let loss = |to: Column| {
        let plan = plan(&SQLITE, &before, &[alter(to)]).unwrap();
        plan.statements.iter().any(|statement| statement.loss.is_some())
    };
    assert!(!loss(to.clone()));
    assert!(loss(Column { ty: ColumnType::integer(), ..to.clone() }));
    let computed = Generation::Expression { sql: "'x'".into(), storage: Storage::Stored };
    assert!(loss(Column { generation: Some(computed), ..from.clone() }));
    let dropped =
        Operation::DropColumn { table: "users".into(), column: users().columns.get("email").unwrap().clone() };
    let constraint = users().constraints.iter().nth(1).unwrap().clone();
    let plan = planned(&[Operation::DropConstraint { table: "users".into(), constraint }, dropped]);
    assert_eq!(
        plan.statements.iter().find_map(|statement| statement.loss.as_deref()),
        Some("drops column users.email and every value in it")
    );
    assert!(text(&plan).ends_with(
        "UPDATE \"users\" SET \"id\" = \"id\", \"role_id\" = \"role_id\" WHERE FALSE;\n\
         DELETE FROM \"users\" WHERE FALSE;\n"
    ));
}

#[track_caller]
fn refused(operation: Operation) -> Unsupported {
    let mut out = crate::plan::Statements::default();
    let before = Schema { views: [View::new("v", "SELECT 1")].into_iter().collect(), ..schema() };
    SQLITE.plan(&before, &[operation], &mut out).unwrap_err()
}

#[test]
fn a_script_neither_begins_nor_ends_transactions() {
    let execute = |sql: &str| Operation::Execute { sql: sql.into(), undo: None, changes: None };
    for sql in ["BEGIN", "CREATE TABLE t (a); commit", "ROLLBACK TRANSACTION"] {
        assert!(refused(execute(sql)).to_string().contains("transactions"), "{sql}");
    }
    let saved = planned(&[execute("SAVEPOINT s; ROLLBACK TO s; RELEASE s")]);
    assert_eq!(saved.statements.len(), 3);
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let numbered = |generation: Generation| {
        let id = Column { generation: Some(generation), ..Column::new("id", ColumnType::integer()) };
        Table::new("t").column(id).constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_t", ["id"])))
    };
    let identity = |start| {
        let options = SequenceOptions { start: Some(start), ..SequenceOptions::default() };
        Generation::Identity(Identity { options, ..Identity::default() })
    };
    let two = Table::new("t")
        .column(Column::new("a", ColumnType::integer()).auto_increment())
        .column(Column::new("b", ColumnType::integer()))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_t", ["a", "b"])));
    let mut later = PrimaryKey::new("pk_t", ["id"]);
    later.deferral = Deferral::Deferred;
    let later = Table::new("t").column(Column::new("id", ColumnType::text())).constraint(Constraint::PrimaryKey(later));
    let mut never = Check::new("ck", "id > 0");
    never.validity = Validity::NotEnforced;
    let exclude = Exclude {
        name: "ex".into(),
        method: "gist".into(),
        elements: Vec::new(),
        include: Vec::new(),
        predicate: None,
        deferral: Deferral::Never,
    };
    let mut gin = Index::new("ix", ["email"]);
    gin.method = Some("gin".into());
    let touched =
        Column { on_update: Some("CURRENT_TIMESTAMP".into()), ..Column::new("at", ColumnType::text()).nullable() };
    let mut kept = View::new("m", "SELECT 1");
    kept.materialized = true;
    let create = |table| Operation::CreateTable { table };
    let constrain = |constraint| Operation::CreateConstraint { table: "users".into(), constraint };
    let cases = [
        (create(numbered(identity(5))), "column \"id\": numbers run from 1 in steps of 1"),
        (create(two), "column \"a\": only a primary key of one column can be numbered"),
        (create(later), "primary key \"pk_t\": only foreign keys are checked at the end of a transaction"),
        (create(Table::new(("auth", "t"))), "there are no namespaces, so \"auth\" cannot hold \"t\""),
        (constrain(Constraint::Check(never)), "check \"ck\": a constraint is always enforced"),
        (constrain(Constraint::Exclude(exclude)), "exclusion constraint \"ex\": there are no exclusion constraints"),
        (Operation::CreateIndex { table: "users".into(), index: gin }, "index \"ix\": there are no gin indexes"),
        (Operation::CreateIndex { table: "v".into(), index: Index::new("ix", ["a"]) }, "a view has no indexes"),
        (
            Operation::AddColumn { table: "users".into(), column: touched },
            "column \"at\": there is no ON UPDATE for columns",
        ),
        (Operation::CreateView { view: kept }, "there are no materialised views"),
        (Operation::CreateSequence { sequence: Sequence::new("s") }, "there are no sequences"),
        (Operation::CreateNamespace { name: "auth".into() }, "there are no namespaces"),
        (
            Operation::DeleteRows { table: "users".into(), columns: Vec::new(), rows: vec![Vec::new()] },
            "each row needs one value for each column",
        ),
        (
            Operation::Execute { sql: "SELECT 'a".into(), undo: None, changes: None },
            "the string that begins in line 1 does not end",
        ),
    ];
    for (operation, reason) in cases {
        let error = refused(operation.clone());
        assert_eq!((error.reason.as_str(), error.operation), (reason, operation.to_string()));
        assert!(!error.help.is_empty());
    }
    plan(&SQLITE, &Schema::default(), &[create(numbered(identity(1)))]).unwrap();
}

#[test]
fn many_rows_take_several_statements() {
    let rows = vec![vec![Literal::text("x".repeat(90_000))]; 5];
    let insert = Operation::InsertRows { table: "users".into(), columns: vec!["email".into()], rows };
    let plan = planned(&[insert.clone(), insert.invert().unwrap()]);
    assert_eq!(plan.statements.len(), 3 + 5);
    let none = Operation::InsertRows { table: "users".into(), columns: vec!["email".into()], rows: Vec::new() };
    assert_eq!(text(&planned(&[none])), "");
}

#[test]
fn a_table_without_a_value_to_keep_is_not_rebuilt() {
    let old = Table::new("t")
        .column(Column::new("a", ColumnType::text()))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_t", ["a"])));
    let old = Table { options: crate::schema::TableOptions { without_rowid: true, ..Default::default() }, ..old };
    let before = Schema { tables: [old.clone()].into_iter().collect(), ..Schema::default() };
    let key = |name: &str| Constraint::PrimaryKey(PrimaryKey::new("pk_t", [name]));
    let operations = [
        Operation::AddColumn { table: "t".into(), column: Column::new("b", ColumnType::text()) },
        Operation::DropConstraint { table: "t".into(), constraint: key("a") },
        Operation::CreateConstraint { table: "t".into(), constraint: key("b") },
        Operation::DropColumn { table: "t".into(), column: old.columns.get("a").unwrap().clone() },
    ];
    let error = plan(&SQLITE, &before, &operations).unwrap_err().to_string();
    assert_eq!(error, "cannot add column t.b: no value of its rows would be kept");
}

proptest! {
    /// Each column of one table becomes one of another, in place or in a rebuild; the result is the table as it is said.
    #[test]
    fn any_change_of_columns_has_a_plan(before in strategy::table(), column in strategy::column("größe"), name in "[a-z \"]{1,9}") {
        let schema = made(&Schema { tables: [before].into_iter().collect(), ..Schema::default() }).schema;
        let table = schema.table(&"t".into()).unwrap();
        let operation = match table.columns.get("größe") {
            Some(from) => Operation::AlterColumn { table: "t".into(), from: from.clone(), to: column, using: None },
            None => Operation::AddColumn { table: "t".into(), column: Column { name, ..column } },
        };
        if let Ok(plan) = plan(&SQLITE, &schema, &[operation]) {
            let last = plan.statements.last().map(|statement| statement.sql.as_str()).unwrap_or_default();
            prop_assert!(plan.settings.is_empty() || last.starts_with("DROP TABLE") || last.starts_with("CREATE"));
        }
    }
}
