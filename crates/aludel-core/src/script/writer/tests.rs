//! What is written: against rustfmt, against the compiler, and recorded again.

#[rustfmt::skip]
#[expect(unreachable_pub, reason = "scripts are written for other crates")]
mod sample;

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::collection::vec;
use proptest::prelude::*;

use super::arbitrary::operation;
use crate::name::ObjectName;
use crate::operation::{Operation, invert_all};
use crate::revision::Revision;
use crate::schema::*;
use crate::script::language::Operations;
use crate::script::{Draft, Extras, Format, Template, write_rust};

/// A text as rustfmt leaves it, with its default settings.
fn formatted(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt comes with the toolchain");
    let mut input = rustfmt.stdin.take().expect("it was asked for");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output().expect("rustfmt runs");
    writer.join().expect("it does not panic").expect("rustfmt reads all");
    String::from_utf8(output.stdout).expect("rustfmt writes text")
}

fn script(upgrade: &[Operation]) -> String {
    let revision = Revision::new("a".parse().expect("it is legal"), "all kinds of things");
    let draft = Draft { revision: &revision, upgrade, downgrade: Ok(&[]) };
    write_rust(&Template::standard(Format::Rust), &Extras::default(), &draft).expect("the template is right")
}

#[track_caller]
fn is_formatted(operations: &[Operation]) {
    let text = script(operations);
    let formatted = formatted(&text);
    if text != formatted {
        let differ = text.lines().zip(formatted.lines()).position(|(one, other)| one != other).unwrap_or_default();
        let near = |text: &str| text.lines().skip(differ.saturating_sub(12)).take(40).collect::<Vec<_>>().join("\n");
        panic!("written:\n{}\n\nformatted:\n{}", near(&text), near(&formatted));
    }
}

#[test]
fn what_is_written_is_formatted() {
    // One run of rustfmt takes longer than thousands of operations.
    let cases = ProptestConfig::default().cases.div_ceil(32);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let law = |operations: Vec<Operation>| {
        is_formatted(&operations);
        Ok(())
    };
    runner.run(&vec(operation(), 1..60), law).expect("the law holds");
}

#[test]
fn text_of_any_length_is_kept() {
    for line in ["x", "x y\n", "'\"\\\n"] {
        let sql = line.repeat(10_000);
        let execute = Operation::Execute { sql, undo: None, changes: None };
        is_formatted(std::slice::from_ref(&execute));
        let batch = Operation::Batch { table: "users".into(), operations: vec![execute] };
        assert!(script(std::slice::from_ref(&batch)).len() > 10_000);
        is_formatted(&[batch]);
    }
}

/// Operations that follow on each other from an empty schema, and say whatever can be said.
fn story() -> Vec<Operation> {
    use Operation as Op;
    let mood = EnumType { comment: Some("how it went".into()), ..EnumType::new("mood", ["sad", "happy"]) };
    let calmer = EnumType::new("mood", ["sad", "calm \"so so\"", "happy"]);
    let rare = ObjectName::from(("audit", "rare things"));
    let users = users(&mood);
    let email = users.columns.get("email").expect("it is there").clone();
    let shorter = Column { comment: None, ..Column::new("email", ColumnType::varchar(80)).nullable() };
    let bio = Column::new("bio", ColumnType::text()).nullable().comment("line one\nline \"two\"");
    let role = ForeignKey {
        on_delete: ReferentialAction::SetNull,
        on_update: ReferentialAction::Cascade,
        deferral: Deferral::Deferred,
        ..ForeignKey::new("fk_users_role_id_roles", ["role_id"], "roles", ["id"])
    };
    let numbers = Sequence {
        ty: Some(ColumnType::integer()),
        options: SequenceOptions { start: Some(1000), increment: Some(-10), cycle: true, ..Default::default() },
        ..Sequence::new("ticket_numbers")
    };
    let faster =
        Sequence { options: SequenceOptions { cache: Some(20), ..numbers.options.clone() }, ..numbers.clone() };
    let sums = View {
        materialized: true,
        depends_on: vec!["users".into(), rare.clone()],
        indexes: [Index::new("ix_sums_day", ["day"])].into_iter().collect(),
        ..View::new("sums", "SELECT day, count(*) AS total\nFROM users\nWHERE username <> \"root\"\nGROUP BY day")
    };
    let kept = View { comment: Some("by day".into()), ..sums.clone() };
    let strict = TableOptions { strict: true, ..TableOptions::default() };
    let counted = Check { validity: Validity::NotValid, ..Check::new("ck_users_logins", "logins >= 0") };
    let search = Index {
        parts: vec![
            IndexPart {
                nulls: Some(NullsOrder::Last),
                order: SortOrder::Descending,
                ..IndexPart::column("created_at")
            },
            IndexPart { operator_class: Some("text_pattern_ops".into()), ..IndexPart::expression("lower(username)") },
        ],
        predicate: Some("bio IS NOT NULL".into()),
        include: vec!["email".into()],
        method: Some("btree".into()),
        options: [("fillfactor".to_owned(), "70".to_owned())].into(),
        ..Index::new("ix_users_search", ["created_at"])
    };
    let row = |id: i32, name: &str| vec![Literal::number(id), Literal::text(name)];
    let note = |id: i64, value: Literal| vec![Literal::number(id), value];
    let id_name = || vec!["id".to_owned(), "name".to_owned()];
    vec![
        Op::CreateNamespace { name: "audit".into() },
        Op::CreateEnum { enum_type: mood.clone() },
        Op::CreateTable { table: roles() },
        Op::CreateTable { table: users },
        Op::CreateTable { table: rare_things(rare.clone()) },
        Op::InsertRows { table: "roles".into(), columns: id_name(), rows: vec![row(1, "admin"), row(2, "reader")] },
        Op::InsertRows {
            table: rare.clone(),
            columns: vec!["id".into(), "note".into()],
            rows: vec![
                note(1, Literal::Null),
                note(5_000_000_000, Literal::number("0.10")),
                note(3, Literal::Bytes(vec![0, 34, 255])),
            ],
        },
        Op::AddColumn { table: "users".into(), column: bio },
        Op::AlterColumn { table: "users".into(), from: email, to: shorter, using: None },
        Op::RenameColumn { table: "users".into(), from: "day".into(), to: "joined_on".into() },
        Op::CreateConstraint { table: "users".into(), constraint: Constraint::ForeignKey(role) },
        Op::CreateConstraint { table: "users".into(), constraint: Constraint::Check(counted) },
        Op::RenameConstraint {
            table: "users".into(),
            kind: ConstraintKind::Check,
            from: "ck_users_logins".into(),
            to: "ck_users_counted".into(),
        },
        Op::CreateIndex { table: "users".into(), index: search },
        Op::RenameIndex { table: "users".into(), from: "ix_users_search".into(), to: "ix_users_found".into() },
        Op::AlterEnum { from: mood, to: calmer },
        Op::RenameEnum { from: "mood".into(), to: "weather".into() },
        Op::CreateSequence { sequence: numbers.clone() },
        Op::AlterSequence { from: numbers, to: faster },
        Op::CreateView { view: sums.clone() },
        Op::AlterView { from: sums, to: kept },
        Op::AlterTableOptions { table: "users".into(), from: TableOptions::default(), to: strict },
        Op::AlterTableComment { table: "users".into(), from: None, to: Some("people who can sign in".into()) },
        Op::Batch {
            table: "users".into(),
            operations: vec![
                Op::DropColumn {
                    table: "users".into(),
                    column: Column::new("score", ColumnType::Double).default_value(Literal::number(1.5)),
                },
                Op::AddColumn {
                    table: "users".into(),
                    column: Column::new("points", ColumnType::small_integer()).default_value(Literal::number(-1)),
                },
            ],
        },
        Op::Execute {
            sql: "UPDATE users SET points = 0 WHERE points < 0".into(),
            undo: Some("SELECT 1".into()),
            changes: Some(vec![]),
        },
        Op::RenameTable { from: "users".into(), to: "people".into() },
    ]
}

fn roles() -> Table {
    Table::new("roles")
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .column(Column::new("name", ColumnType::varchar(64)))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_roles", ["id"])))
        .constraint(Constraint::Unique(Unique::new("uq_roles_name", ["name"])))
}

fn users(mood: &EnumType) -> Table {
    let identity = Identity {
        mode: IdentityMode::Always,
        options: SequenceOptions { start: Some(1), ..SequenceOptions::default() },
    };
    let number = Column::new("number", ColumnType::Integer { width: IntegerWidth::Big, unsigned: true });
    let moment = ColumnType::Timestamp { precision: Some(3), zoned: true };
    let full = Column::new("full_name", ColumnType::text());
    let full_name = Generation::Expression { sql: "first || ' ' || last".into(), storage: Storage::Stored };
    Table::new("users")
        .column(Column::new("id", ColumnType::integer()).auto_increment())
        .column(Column { generation: Some(Generation::Identity(identity)), ..number })
        .column(Column::new("username", ColumnType::varchar(64)))
        .column(Column::new("email", ColumnType::varchar(120)).comment("where we write to"))
        .column(Column::new("role_id", ColumnType::integer()).nullable())
        .column(Column::new("day", ColumnType::Date))
        .column(Column::new("created_at", moment).default_expr("CURRENT_TIMESTAMP"))
        .column(Column { generation: Some(full_name), ..full })
        .column(Column::new("mood", mood.column_type()).default_value(Literal::text("happy")))
        .column(Column::new("moods", ColumnType::array(mood.column_type())).nullable())
        .column(Column::new("logins", ColumnType::integer()).default_value(Literal::number(0)))
        .column(Column::new("score", ColumnType::Double).default_value(Literal::number(1.5)))
        .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])))
        .constraint(Constraint::Unique(Unique::new("users_by_email", ["email"])))
        .constraint(Constraint::Check(Check::new("ck_users_username", "length(username) > 2")))
        .index(Index::new("ix_users_username", ["username"]).unique())
        .index(Index::new("ix_users_day", ["day"]))
}

fn rare_things(name: ObjectName) -> Table {
    let states = ["open", "paid", "packed", "sent", "returned", "kept", "lost", "found", "gone"];
    let state = ColumnType::Enum { name: None, values: states.map(str::to_owned).to_vec() };
    let exclude = Exclude {
        name: "ex_rare things_during".into(),
        method: "gist".into(),
        elements: vec![ExcludeElement { target: "during".into(), operator: "&&".into() }],
        include: vec![],
        predicate: Some("note IS NOT NULL".into()),
        deferral: Deferral::Immediate,
    };
    Table::new(name)
        .column(Column::new("id", ColumnType::big_integer()))
        .column(Column::new("note", ColumnType::Numeric { precision: Some(12), scale: None }).nullable())
        .column(Column::new("state", state))
        .column(Column::new("during", ColumnType::Raw { sql: "tstzrange".into() }))
        .column(Column { invisible: true, collation: Some("C".into()), ..Column::new("größe", ColumnType::text()) })
        .constraint(Constraint::Exclude(exclude))
        .comment("seldom seen")
}

/// The script for the story, with the language imported from where it stands.
fn written(story: &[Operation]) -> String {
    let source = Template::standard(Format::Rust).source().replace("aludel::op", "crate::script::language");
    let template = Template::new(Format::Rust, "script.rs.jinja", source).expect("it was right before");
    let revision = Revision::new("a".parse().expect("it is legal"), "all kinds of things");
    let downgrade = invert_all(story);
    let draft = Draft { revision: &revision, upgrade: story, downgrade: downgrade.as_deref() };
    write_rust(&template, &Extras::default(), &draft).expect("the template is right")
}

/// What a function of a script says, completed from a schema that it leads on from.
fn recorded(function: fn(&mut Operations), schema: &mut Schema) -> Vec<Operation> {
    let mut op = Operations::new("postgres");
    function(&mut op);
    let complete = |recorded| {
        let operation = schema.complete(recorded).expect("it has a meaning");
        schema.apply(&operation).expect("it fits");
        operation
    };
    op.finish().recorded.into_iter().map(complete).collect()
}

#[test]
fn what_is_written_says_what_it_was_written_from() {
    let (story, path) = (story(), concat!(env!("CARGO_MANIFEST_DIR"), "/src/script/writer/tests/sample.rs"));
    let text = written(&story);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &text).expect("the folder of the sources can be written");
    }
    assert_eq!(text, include_str!("tests/sample.rs"), "BLESS=1 writes it again");
    assert_eq!(text, formatted(&text));
    let mut schema = Schema::default();
    assert_eq!(recorded(sample::upgrade, &mut schema), story);
    assert_eq!(recorded(sample::downgrade, &mut schema), invert_all(&story).expect("all of it can be taken back"));
    assert_eq!(schema, Schema::default());
}
