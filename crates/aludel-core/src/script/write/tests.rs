//! Whole files, as they are written.

use std::path::Path;

use super::*;
use crate::operation::invert_all;
use crate::plan::Placement;
use crate::schema::Table;
use crate::script::{Body, Script};

fn revision() -> Revision {
    Revision {
        created: Some("2026-11-21T10:00:00Z".into()),
        author: Some("A. Person".into()),
        ..Revision::new("3d41c09a77be".parse().expect("it is legal"), "drop users")
    }
}

fn irreversible() -> Irreversible {
    let truncate = Operation::Execute { sql: "TRUNCATE users".into(), undo: None, changes: None };
    truncate.invert().expect_err("there is no undo")
}

fn rust(upgrade: &[Operation], downgrade: Result<&[Operation], &Irreversible>) -> String {
    let draft = Draft { revision: &revision(), upgrade, downgrade };
    write_rust(&Template::standard(Format::Rust), &Extras::default(), &draft).expect("the template is right")
}

fn sql(upgrade: &[Statement], downgrade: Result<&[Statement], &Irreversible>) -> Result<String, WriteError> {
    let draft = Draft { revision: &revision(), upgrade, downgrade };
    write_sql(&Template::standard(Format::Sql), &Extras::default(), &draft)
}

#[test]
fn a_rust_script() {
    let upgrade = [Operation::DropTable { table: Table::new("users") }];
    let downgrade = invert_all(&upgrade).expect("there is a way back");
    let expected = "\
//! drop users
//!
//! revision: 3d41c09a77be
//! revises: base
//! author: A. Person
//! created: 2026-11-21T10:00:00Z

use aludel::op::*;

pub fn upgrade(op: &mut Operations) {
    // loses data: drops table users and every row in it
    op.drop_table(\"users\");
}

pub fn downgrade(op: &mut Operations) {
    op.create_table(table(\"users\"));
}
";
    assert_eq!(rust(&upgrade, Ok(&downgrade)), expected);
    let script = Script::read(Path::new("a.rs"), expected).expect("it was just written");
    assert_eq!(script.revision.author.as_deref(), Some("A. Person"));
}

#[test]
fn a_rust_script_with_nothing_in_it_and_no_way_back() {
    let text = rust(&[], Err(&irreversible()));
    let expected = "
pub fn upgrade(op: &mut Operations) {
    let _ = op;
}

// There is no way back: execute TRUNCATE users cannot be taken back: it has no undo; add `.undo(\"…\")` with the SQL that takes it back
";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn a_function_that_is_not_known_fails_when_it_runs() {
    let text = rust(&[Operation::Run { name: "fill slugs".into(), offline: None }], Ok(&[]));
    let expected = "
/// In the place of the function that `run` called \"fill slugs\".
async fn run_fill_slugs(_: &mut dyn Connection) -> Result<()> {
    Err(\"bring the body of this function over from the script that it stood in\".into())
}
";
    assert!(text.contains("    op.run(\"fill slugs\", run_fill_slugs);\n"), "{text}");
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn an_sql_script() {
    let index = Statement { placement: Placement::Outside, ..Statement::new("CREATE INDEX a ON b (c);\n", 0) };
    let comment = Some("first line\nsecond line".to_owned());
    let seed = Statement { comment, ..Statement::new("INSERT INTO b\nVALUES (1) -- one", 1) };
    let drop = Statement { loss: Some("drops table b\nand more".into()), ..Statement::new("DROP TABLE b", 0) };
    let text = sql(&[index, seed], Ok(&[drop])).expect("it can be written");
    let expected = "\
-- drop users
--
-- revision: 3d41c09a77be
-- revises: base
-- author: A. Person
-- created: 2026-11-21T10:00:00Z

-- aludel: upgrade transaction=off

CREATE INDEX a ON b (c);

-- first line
-- second line
INSERT INTO b
VALUES (1) -- one
;

-- aludel: downgrade

-- loses data: drops table b and more
DROP TABLE b;
";
    assert_eq!(text, expected);
    let script = Script::read(Path::new("a.sql"), &text).expect("it was just written");
    let Body::Sql { upgrade, downgrade } = script.body else { panic!("it is SQL") };
    assert_eq!((upgrade.transaction, upgrade.line), (false, 10));
    assert_eq!(downgrade.map(|section| (section.transaction, section.line)), Some((true, 20)));
}

#[test]
fn an_sql_script_with_nothing_in_it_and_no_way_back() {
    let text = sql(&[], Err(&irreversible())).expect("it can be written");
    let end = "\n\n-- There is no way back: execute TRUNCATE users cannot be taken back: it has no undo; add `.undo(\"…\")` \
               with the SQL that takes it back\n\n-- aludel: upgrade\n";
    assert!(text.ends_with(end), "{text}");
    let script = Script::read(Path::new("a.sql"), &text).expect("it was just written");
    let Body::Sql { upgrade, downgrade } = script.body else { panic!("it is SQL") };
    assert_eq!((upgrade.sql.as_str(), downgrade), ("", None));
}

#[test]
fn what_an_sql_script_cannot_hold() {
    let run = Statement { run: Some("fill".into()), ..Statement::new("", 0) };
    assert_eq!(
        sql(&[run], Ok(&[])).expect_err("it has no SQL").to_string(),
        "function \"fill\" has no SQL: add `.offline(\"…\")` to it, or write the script in Rust"
    );
    let marker = Statement::new("SELECT '\n-- aludel: downgrade\n'", 0);
    assert_eq!(
        sql(&[], Ok(&[marker])).expect_err("it would begin a section").to_string(),
        "a statement has the line \"-- aludel: downgrade\", which begins a section: change that line, or write the script \
         in Rust"
    );
}

#[test]
fn a_template_of_ones_own() {
    let source =
        "{{ header }}\n\n// {{ message }} {{ x.ticket | default('none') }} {{ tag or '-' }}\n{{ revises | length }}\n";
    let template = Template::new(Format::Rust, "script.rs.jinja", source).expect("it is right");
    let draft = Draft { revision: &revision(), upgrade: &[], downgrade: Ok(&[]) };
    let extras = Extras { x: [("ticket".to_owned(), "AB-12".to_owned())].into(), tag: None };
    let text = write_rust(&template, &extras, &draft).expect("it is right");
    assert!(text.ends_with("\n\n// drop users AB-12 -\n0\n"), "{text}");
    let text = write_rust(&template, &Extras::default(), &draft).expect("it is right");
    assert!(text.contains("drop users none"), "{text}");
}

#[test]
fn what_is_wrong_in_a_template_is_said_with_its_line() {
    let error = Template::new(Format::Sql, "script.sql.jinja", "{{ header }}\n{% if %}").expect_err("it is wrong");
    assert!(error.to_string().starts_with("script.sql.jinja:2: syntax error: "), "{error}");
    let template =
        Template::new(Format::Rust, "script.rs.jinja", "{{ header }}\n\n{{ mesage }}").expect("it is well-formed");
    let draft = Draft { revision: &revision(), upgrade: &[], downgrade: Ok(&[]) };
    let error = write_rust(&template, &Extras::default(), &draft).expect_err("there is no such word");
    assert!(error.to_string().starts_with("script.rs.jinja:3: undefined value"), "{error}");
}
