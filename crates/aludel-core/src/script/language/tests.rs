//! What `op` records, and what it refuses.

use super::*;
use crate::connection::{BoxFuture, DriverError};
use crate::operation::{ColumnSpec, Operation, Recorded};
use crate::schema::{Constraint, DefaultValue, Index, Schema};

fn record(script: impl FnOnce(&mut Operations)) -> Vec<Recorded> {
    let mut op = Operations::new("sqlite");
    script(&mut op);
    op.finish().recorded
}

/// What is wrong with a script that says one thing.
#[track_caller]
fn refused(script: impl FnOnce(&mut Operations)) -> String {
    let recorded = record(script);
    assert_eq!(recorded.len(), 1, "{recorded:?}");
    let complete = |recorded| Schema::default().complete(recorded).expect_err("it has no meaning").to_string();
    recorded.into_iter().map(complete).collect()
}

fn names(recorded: Vec<Recorded>) -> Vec<String> {
    let name = |recorded| match recorded {
        Recorded::Whole(Operation::CreateConstraint { constraint, .. }) => constraint.name().to_owned(),
        Recorded::Whole(Operation::CreateIndex { index, .. }) => index.name,
        other => panic!("{other:?} has no name"),
    };
    recorded.into_iter().map(name).collect()
}

#[test]
fn what_has_no_name_gets_the_conventional_one() {
    let recorded = record(|op| {
        op.create_primary_key("users", ["id"]);
        op.create_unique("users", ["a", "b"]);
        op.create_check("users", check("a > 1"));
        op.create_foreign_key("users", foreign_key(["role_id"]).references(("auth", "roles"), ["id"]));
        op.create_exclude("users", exclude("gist", [("room", "="), ("lower(name)", "=")]));
        op.create_index("users", index([part("a").desc(), expression("lower(b) COLLATE \"C\"")]));
        op.create_index("users", index(["a"]).name("mine"));
    });
    let check = crate::name::check(&"users".into(), &[], "a > 1");
    let expected = [
        "pk_users",
        "uq_users_a_b",
        &check,
        "fk_users_role_id_roles",
        "ex_users_room_lower_name",
        "ix_users_a_lower_b_COLLATE_C",
        "mine",
    ];
    assert_eq!(names(recorded), expected);
}

#[test]
fn a_table_names_what_is_in_it() {
    let recorded = record(|op| {
        let roles = foreign_key(["role_id"]).references("roles", ["id"]);
        op.create_table(table(("auth", "users")).unique(["a"]).foreign_key(roles).index(["b"]).check("a > 1"));
    });
    let [Recorded::CreateTable(spec)] = recorded.as_slice() else { panic!("it is one table") };
    let constraints: Vec<&str> = spec.constraints.iter().map(Constraint::name).collect();
    assert_eq!(constraints.first(), Some(&"uq_users_a"));
    assert_eq!(constraints.get(1), Some(&"fk_users_role_id_roles"));
    assert_eq!(spec.indexes.first().map(|index| index.name.as_str()), Some("ix_users_b"));
}

#[test]
fn a_column_says_no_more_than_was_said() {
    let recorded = record(|op| {
        op.alter_column("users", column("email").not_null().no_default());
        op.alter_column("users", column("age").integer()).using("age::integer");
    });
    let said = ColumnSpec { nullable: Some(false), default: Some(None), ..ColumnSpec::new("email") };
    let first = Recorded::AlterColumn { table: "users".into(), column: said, using: None };
    assert_eq!(recorded.first(), Some(&first));
    let Some(Recorded::AlterColumn { using, .. }) = recorded.get(1) else { panic!("it alters a column") };
    assert_eq!(using.as_deref(), Some("age::integer"));
}

#[test]
fn defaults_of_every_kind() {
    let default = |column: ColumnBuilder| match column.build().expect("it is right").default {
        Some(Some(DefaultValue::Literal(literal))) => literal,
        other => panic!("{other:?}"),
    };
    let column = || column("a");
    assert_eq!(default(column().default(true)), Literal::Boolean(true));
    assert_eq!(default(column().default(7)), Literal::Number("7".into()));
    assert_eq!(default(column().default(u64::MAX)), Literal::Number("18446744073709551615".into()));
    assert_eq!(default(column().default(1.5)), Literal::Number("1.5".into()));
    assert_eq!(default(column().default(number("0.10"))), Literal::Number("0.10".into()));
    assert_eq!(default(column().default("it's")), Literal::Text("it's".into()));
    assert_eq!(default(column().default(b"\0\x01")), Literal::Bytes(vec![0, 1]));
    assert_eq!(default(column().default(None::<i32>)), Literal::Null);
}

#[test]
fn what_cannot_be_meant_is_said_when_the_script_is_used() {
    assert_eq!(
        refused(|op| op.create_foreign_key("users", foreign_key(["role_id"]))),
        "the foreign key over (role_id) of table \"users\" refers to 0 columns: say as many in `references`, as in \
         `foreign_key([\"role_id\"]).references(\"roles\", [\"id\"])`"
    );
    assert_eq!(
        refused(|op| op.add_column("users", column("a").text().unsigned())),
        "column \"a\": `unsigned` follows a whole number, as in `.integer().unsigned()`"
    );
    assert_eq!(
        refused(|op| op.create_table(table("users").column(column("tags").array().text()))),
        "table \"users\": column \"tags\": `array` follows the type of its elements, as in `.text().array()`"
    );
    assert_eq!(
        refused(|op| op.create_sequence(sequence("a").text().values(["b"]))),
        "sequence \"a\": `values` follows an enum type, as in `.enum_type(\"mood\").values([\"sad\", \"happy\"])`"
    );
    assert_eq!(
        refused(|op| op.insert_rows("roles", ["id"], [(1, "admin")])),
        "row 1 for table \"roles\" has 2 values, and there are 1 columns"
    );
    assert_eq!(
        refused(|op| assert!(!op.for_dialect("postgers"))),
        "`for_dialect(\"postgers\")`: no dialect has that name; they are sqlite, postgres, mysql, mariadb"
    );
    assert_eq!(
        refused(|op| op.batch("users", |op| drop(op.run("fill", nothing)))),
        "`run(\"fill\", ..)` stands inside `batch`: move it behind the `batch`"
    );
    let alone = "gathers changes of that table alone: move change 2 of it out of the batch";
    let strange: [fn(&mut Operations); 3] = [
        |op| op.drop_column("roles", "a"),
        |op| op.drop_table("users"),
        |op| drop(op.execute("UPDATE users SET a = 1")),
    ];
    for strange in strange {
        let batch = |op: &mut Operations| {
            op.batch("users", |op| {
                op.drop_check("users", "a");
                strange(op);
            });
        };
        assert_eq!(refused(batch), format!("`batch(\"users\", ..)` {alone}"));
    }
}

#[test]
fn a_script_can_ask_for_the_dialect() {
    let ask = |name: &str| Operations::new("postgres").for_dialect(name);
    assert!(ask("postgres") && ask("PostgreSQL"));
    assert!(!ask("mysql") && !ask("sqlite"));
}

#[test]
fn a_batch_and_changes_hold_what_is_recorded_in_them() {
    let recorded = record(|op| {
        op.batch("users", |op| {
            op.drop_column("users", "a");
            op.create_index("users", ["b"]);
        });
        op.execute("SELECT 1").undo("SELECT 2").changes(|op| op.drop_table("b"));
    });
    let drop = Recorded::DropColumn { table: "users".into(), column: "a".into() };
    let index = Index::new("ix_users_b", ["b"]);
    let create = Recorded::Whole(Operation::CreateIndex { table: "users".into(), index });
    let batch = Recorded::Batch { table: "users".into(), operations: vec![drop, create] };
    let execute = Recorded::Execute {
        sql: "SELECT 1".into(),
        undo: Some("SELECT 2".into()),
        changes: Some(vec![Recorded::DropTable { table: "b".into() }]),
    };
    assert_eq!(recorded, [batch, execute]);
}

async fn nothing(_: &mut dyn Connection) -> Result<()> {
    Ok(())
}

async fn fill_slugs(db: &mut dyn Connection) -> Result<()> {
    let rows = db.query("SELECT id FROM posts").await?;
    for row in rows {
        let id = row.integer(0).ok_or("a post has no id")?;
        db.execute(&format!("UPDATE posts SET slug = 'post-{id}' WHERE id = {id}")).await?;
    }
    Ok(())
}

#[test]
fn functions_are_kept_beside_the_recording() {
    let mut op = Operations::new("sqlite");
    op.run("fill slugs", fill_slugs);
    op.run("nothing", nothing).offline("SELECT 1");
    op.run("nothing", nothing);
    let recording = op.finish();
    assert_eq!(recording.functions.keys().collect::<Vec<_>>(), ["fill slugs", "nothing"]);
    let run = |name: &str, offline: Option<&str>| {
        Recorded::Whole(Operation::Run { name: name.into(), offline: offline.map(Into::into) })
    };
    let twice = "`run(\"nothing\", ..)` stands there twice: give each function a name of its own";
    let twice = Recorded::Invalid { reason: twice.into() };
    assert_eq!(recording.recorded, [run("fill slugs", None), run("nothing", Some("SELECT 1")), twice]);
}

#[test]
fn functions_and_their_futures_move_between_threads() {
    fn moves<T: Send>(_: &T) {}
    fn run(step: BoxedStep, connection: &mut dyn Connection) -> BoxFuture<'_, Result> {
        let future = step(connection);
        moves(&future);
        future
    }
    moves(&run);
    let mut op = Operations::new("sqlite");
    op.run("fill slugs", fill_slugs);
    let recording = op.finish();
    moves(&recording.functions);
    let error: Error = DriverError::new(crate::connection::DriverErrorKind::Statement, "no such table").into();
    assert_eq!(error.to_string(), "no such table");
}
