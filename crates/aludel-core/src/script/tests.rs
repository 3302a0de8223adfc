//! Laws and bad input of the file formats.

mod fuzz;

use std::path::Path;

use proptest::prelude::*;

use super::{Body, Format, Script, header, with_parents};
use crate::revision::{Altering, Limits, Revision};

/// Text with what is hard to write into a comment.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,20}",
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\\n \"quoted\" */ /* // --".to_owned()),
        Just("revision: x".to_owned()),
        Just("aludel: downgrade".to_owned()),
        Just("\"json\"".to_owned()),
        Just("\u{202e}\u{7f}\u{85}\t".to_owned()),
        Just("mañana 新しい 🦀".to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn revision(format: Format) -> impl Strategy<Value = Revision> {
    let id =
        "[A-Za-z0-9_]{1,16}".prop_filter("these mean something else", |id| !["base", "head", "heads"].contains(&&**id));
    let ids = proptest::collection::btree_set(id.clone(), 0..4);
    let texts = (hard_text(), hard_text(), proptest::option::of(hard_text()), proptest::option::of(hard_text()));
    let dialect = proptest::option::of(proptest::sample::select(crate::dialect::NAMES.to_vec()));
    let limit = || proptest::option::of((0u64..2_000_000_000).prop_map(std::time::Duration::from_millis));
    let algorithm = proptest::option::of(proptest::sample::select(vec!["default", "nocopy", "inplace", "copy"]));
    let lock = proptest::option::of(proptest::sample::select(vec!["default", "none", "shared", "exclusive"]));
    let altering = (algorithm, lock).prop_map(|(algorithm, lock)| Altering::read(algorithm, lock).expect("they agree"));
    let limits = (limit(), limit(), altering).prop_map(|(table_lock, statement, altering)| Limits {
        table_lock,
        statement,
        altering,
    });
    (id, ids.clone(), ids.clone(), ids, texts, (dialect, limits)).prop_map(
        move |(id, revises, depends_on, labels, (message, description, author, created), (dialect, limits))| Revision {
            id: id.parse().expect("it was made legal"),
            message,
            description,
            revises: revises.iter().map(|id| id.parse().expect("it was made legal")).collect(),
            depends_on: depends_on.into_iter().collect(),
            branch_labels: labels.into_iter().collect(),
            dialect: dialect.filter(|_| format == Format::Sql).map(str::to_owned),
            limits,
            author,
            created,
            path: None,
        },
    )
}

fn reads_back(format: Format, revision: &Revision) -> Result<(), TestCaseError> {
    let written = header::write(format, revision);
    for body in ["", "\n", "\n\nuse aludel::op::*;\n", "\n-- aludel: upgrade\n-- revision: y\n"] {
        if format == Format::Rust && body.contains("--") {
            continue;
        }
        for text in [format!("{written}{body}"), format!("\u{feff}\n{written}{body}").replace('\n', "\r\n")] {
            let header = header::read(format, &text).map_err(|problem| TestCaseError::fail(problem.problem))?;
            prop_assert_eq!(&header.revision, revision);
        }
    }
    for line in written.lines() {
        prop_assert_eq!(line.trim_end(), line);
        prop_assert!(line.starts_with(format.comment()));
        prop_assert!(!line.contains(super::quoted::unsafe_in_line));
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_rust_header_reads_back(revision in revision(Format::Rust)) {
        reads_back(Format::Rust, &revision)?;
    }

    #[test]
    fn an_sql_header_reads_back(revision in revision(Format::Sql)) {
        reads_back(Format::Sql, &revision)?;
    }

    #[test]
    fn no_text_makes_reading_panic(text in hard_text(), header in any::<bool>()) {
        let text = if header { format!("-- a\n--\n-- revision: a\n-- revises: base\n{text}") } else { text };
        for path in ["a.sql", "a.rs"] {
            if let Err(error) = Script::read(Path::new(path), &text) {
                prop_assert!((1..=text.lines().count() + 1).contains(&error.line), "{}", error);
            }
        }
    }

    #[test]
    fn the_checksum_knows_no_header_and_no_line_ending(one in revision(Format::Sql), other in revision(Format::Sql)) {
        let (path, body) = (Path::new("a.sql"), "\n-- aludel: upgrade\n\nDROP TABLE a;\n");
        let text = format!("{}\n{body}", header::write(Format::Sql, &one));
        let script = Script::read(path, &text).expect("it was just written");
        let changed = format!("{}\n{body}", header::write(Format::Sql, &other));
        prop_assert_eq!(Script::read(path, &changed).expect("it was just written").checksum, script.checksum.clone());
        let windows = Script::read(path, &text.replace('\n', "\r\n")).expect("it was just written");
        prop_assert_eq!(windows.checksum, script.checksum);
    }
}

proptest! {
    #[test]
    fn other_parents_change_nothing_else(
        one in revision(Format::Rust),
        other in revision(Format::Rust),
        body in hard_text(),
        windows in any::<bool>(),
    ) {
        let path = Path::new("a.rs");
        let text = format!("{}\n\n{body}", header::write(Format::Rust, &one));
        let text = if windows { text.replace('\n', "\r\n") } else { text };
        let changed = with_parents(path, &text, &other.revises).expect("it was just written");
        let read = Script::read(path, &changed).expect("it was just written").revision;
        prop_assert_eq!(Revision { path: None, ..read }, Revision { revises: other.revises, ..one.clone() });
        prop_assert_eq!(with_parents(path, &changed, &one.revises).expect("it was just written"), text);
    }
}

#[test]
fn a_header_as_people_write_it() {
    let text = "\
//! add a role to users
//!
//! note: roles come first
//!
//!     with an indented line
//!
//! revision: 3d41c09a77be
//! revises: 8f2c1a90b3d4,55af2cb1c267
//! depends_on: billing
//! author: A. Person <a@example.com>
//! created: 2026-11-21T10:00:00Z

use aludel::op::*;
";
    let script = Script::read(Path::new("versions/a.rs"), text).expect("it is right");
    let revision = &script.revision;
    assert_eq!(revision.message, "add a role to users");
    assert_eq!(revision.description, "note: roles come first\n\n    with an indented line");
    assert_eq!(revision.revises.len(), 2);
    assert_eq!(revision.depends_on, ["billing"]);
    assert_eq!(revision.author.as_deref(), Some("A. Person <a@example.com>"));
    assert_eq!(revision.created.as_deref(), Some("2026-11-21T10:00:00Z"));
    assert_eq!(
        header::write(Format::Rust, revision),
        text.replace("4,5", "4, 5").replace("\n\nuse aludel::op::*;\n", "")
    );
}

#[test]
fn a_header_may_have_no_message_and_no_blank_line() {
    let script = Script::read(Path::new("a.rs"), "//! revision: a\n//! revises: base").expect("it is right");
    assert_eq!(script.revision.message, "");
    let script = Script::read(Path::new("a.rs"), "//! hello\n//! revision: a\n//! revises: base").expect("it is right");
    assert_eq!(script.revision.message, "hello");
}

#[test]
fn sections_of_sql() {
    let text = "\
-- seed
--
-- revision: a
-- revises: base
-- dialect: postgresql
-- aludel: upgrade

INSERT INTO a VALUES (1);

--aludel:downgrade transaction=off
DELETE FROM a;

";
    let script = Script::read(Path::new("a.sql"), &text.replace('\n', "\r\n")).expect("it is right");
    assert_eq!(script.revision.dialect.as_deref(), Some("postgres"));
    let Body::Sql { upgrade, downgrade } = script.body else { panic!("it is SQL") };
    assert_eq!((upgrade.sql.as_str(), upgrade.transaction, upgrade.line), ("INSERT INTO a VALUES (1);", true, 8));
    let downgrade = downgrade.expect("there is one");
    assert_eq!((downgrade.sql.as_str(), downgrade.transaction, downgrade.line), ("DELETE FROM a;", false, 11));
}

#[track_caller]
fn refused(path: &str, text: &str, error: &str, help: &str) {
    let refused = Script::read(Path::new(path), text).expect_err("it is wrong");
    assert_eq!((refused.to_string().as_str(), refused.help.contains(help)), (error, true), "help: {}", refused.help);
}

#[test]
fn what_is_wrong_in_a_header_is_said_with_its_line() {
    refused("a.rs", "", "a.rs:1: there is no header", "//! revision: <id>");
    refused("a.rs", "use aludel::op::*;\n", "a.rs:1: there is no header", "//! revision: <id>");
    refused("a.sql", "-- hello\n", "a.sql:1: the header has no `revision:`", "-- revision: <id>");
    refused("a.rs", "//! a\n//!\n//! revises: base\n", "a.rs:3: the header has no `revision:`", "revision: <id>");
    refused(
        "a.rs",
        "//! a\n//!\n//! revision: a\n//! revison: b\n",
        "a.rs:4: \"revison: b\" is no line of the header",
        "free text stands in a paragraph above",
    );
    refused(
        "a.rs",
        "//! a\n//!\n//! revision: a\n//! revises: base\n//! revision: b\n",
        "a.rs:5: `revision:` stands there twice",
        "line 3",
    );
    let illegal = "it takes letters, digits and underscores, from 1 to 255 of them";
    refused(
        "a.rs",
        "//! revision: a@b\n//! revises: base\n",
        &format!("a.rs:1: \"a@b\" cannot be a revision id: {illegal}"),
        "write the id as it stands",
    );
    refused(
        "a.rs",
        "//! revision: a\n//! revises: b,, c\n",
        &format!("a.rs:2: \"\" cannot be a revision id: {illegal}"),
        "commas between",
    );
    refused("a.rs", "//! revision: a\n//! revises: b, b\n", "a.rs:2: `revises:` names b twice", "once");
    refused(
        "a.rs",
        "//! revision: head\n//! revises: base\n",
        "a.rs:1: \"head\" cannot be a revision id: it means something else",
        "",
    );
    refused(
        "a.rs",
        "//! revision: a\n//! revises: base\n//! branch_labels: a b\n",
        "a.rs:3: \"a b\" cannot stand in `branch_labels:`",
        "without blanks",
    );
    refused(
        "a.rs",
        "//! revision: a\n//! revises: base\n//! dialect: mysql\n",
        "a.rs:3: `dialect:` stands only in .sql scripts",
        "for_dialect",
    );
    refused(
        "a.sql",
        "-- revision: a\n-- revises: base\n-- dialect: oracle\n",
        "a.sql:3: no dialect is called \"oracle\"",
        "sqlite, postgres, mysql, mariadb",
    );
    refused("a.txt", "", "a.txt:1: this is no script", ".rs or .sql");
}

#[test]
fn what_is_wrong_in_a_section_is_said_with_its_line() {
    let head = "-- revision: a\n-- revises: base\n\n";
    let wrong = |body: &str, error: &str, help: &str| refused("a.sql", &format!("{head}{body}"), error, help);
    wrong("", "a.sql:3: there is no section \"upgrade\"", "-- aludel: upgrade");
    wrong("SELECT 1;", "a.sql:4: a statement stands before the first section", "-- aludel: upgrade");
    wrong("-- aludel: downgrade\nSELECT 1;", "a.sql:3: there is no section \"upgrade\"", "-- aludel: upgrade");
    wrong("-- aludel:", "a.sql:4: the section has no name", "-- aludel: upgrade");
    wrong("-- aludel: up", "a.sql:4: there is no section \"up\"", "-- aludel: upgrade");
    let twice = "-- aludel: upgrade\n-- aludel: upgrade";
    wrong(twice, "a.sql:5: the section \"upgrade\" stands there twice", "into one");
    let word = "-- aludel: upgrade transaction=no";
    wrong(word, "a.sql:4: a section does not understand \"transaction=no\"", "transaction=off");
}
