//! Each kind of damage: found before anything runs, its file named, and no reason not to list what there is.

use snapbox::str;

use super::scene::Scene;
use crate::harness::on_every_server;

/// A script with some lines in its header.
fn script(id: &str, lines: &str) -> String {
    format!(
        "-- {id}\n--\n-- revision: {id}\n{lines}\n-- aludel: upgrade\nCREATE TABLE t_{id} (id INTEGER);\n\n\
         -- aludel: downgrade\nDROP TABLE t_{id};\n"
    )
}

/// A folder with a good script and some others, each with its file and text.
fn with(files: &[(&str, String)]) -> Scene {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.write("migrations/versions/a1.sql", &script("a1", "-- revises: base\n"));
    for (file, text) in files {
        scene.write(&format!("migrations/versions/{file}"), text);
    }
    scene
}

/// What writes says this and names the file, changing nothing; what lists says it too, and lists.
#[track_caller]
fn damaged(files: &[(&str, String)], said: &str) {
    let scene = with(files);
    let before = scene.files();
    for line in [
        "upgrade",
        "upgrade a1",
        "upgrade --dry-run",
        "downgrade base",
        "revision -m x",
        "merge",
        "rebase --no-database",
        "heads --write",
        "heads --check",
        "inspect scripts@a1",
    ] {
        let answer = scene.run(&format!("aludel {line}"));
        assert_eq!(answer.exit, 1, "{line}: {answer:?}");
        assert!(answer.err.contains(said), "{line}: {said}\n{}", answer.err);
        assert!(answer.err.contains("  help: "), "{line}: {}", answer.err);
    }
    for line in ["history", "heads", "branches", "show a1", "current"] {
        let answer = scene.run(&format!("aludel {line}"));
        assert_eq!(answer.exit, 0, "{line}: {answer:?}");
        assert!(answer.err.contains(&format!("warning: {said}")), "{line}: {said}\n{}", answer.err);
    }
    assert!(scene.done("aludel history").contains("<base> -> a1"));
    assert_eq!(scene.files(), before);
}

const FILE: &str = "(migrations/versions/b2.sql)";

#[test]
fn four_kinds_of_circle() {
    damaged(&[("b2.sql", script("b2", "-- revises: b2\n"))], &format!("revision \"b2\" {FILE} revises itself"));
    damaged(
        &[("b2.sql", script("b2", "-- revises: c3\n")), ("c3.sql", script("c3", "-- revises: b2\n"))],
        &format!("2 revisions revise one another in a circle: \"b2\" {FILE}, \"c3\" (migrations/versions/c3.sql)"),
    );
    damaged(
        &[("b2.sql", script("b2", "-- revises: a1\n-- depends_on: b2\n"))],
        &format!("revision \"b2\" {FILE} depends on itself"),
    );
    damaged(
        &[
            ("b2.sql", script("b2", "-- revises: a1\n-- depends_on: c3\n")),
            ("c3.sql", script("c3", "-- revises: b2\n")),
        ],
        &format!("2 revisions need one another in a circle: \"b2\" {FILE}, \"c3\" (migrations/versions/c3.sql)"),
    );
}

#[test]
fn names_that_are_not_there_or_there_twice() {
    damaged(
        &[("b2.sql", script("b2", "-- revises: zz\n"))],
        &format!("revision \"b2\" {FILE} revises \"zz\", but no script has that id"),
    );
    damaged(
        &[("b2.sql", script("b2", "-- revises: a1\n-- depends_on: zz\n"))],
        &format!("revision \"b2\" {FILE} depends on \"zz\", but no script has that id or label"),
    );
    damaged(
        &[("b2.sql", script("a1", "-- revises: base\n"))],
        "2 scripts have the revision id \"a1\": \"a1\" (migrations/versions/a1.sql), \"a1\" (migrations/versions/b2.sql)",
    );
    let label = "-- revises: a1\n-- branch_labels: billing\n";
    damaged(
        &[("b2.sql", script("b2", label)), ("c3.sql", script("c3", label))],
        &format!("2 revisions carry the label \"billing\": \"b2\" {FILE}, \"c3\" (migrations/versions/c3.sql)"),
    );
    damaged(
        &[("b2.sql", script("b2", "-- revises: base\n-- branch_labels: a1\n"))],
        &format!("the label \"a1\" of revision \"b2\" {FILE} is also the id of a revision"),
    );
}

#[test]
fn ids_that_cannot_be() {
    let place = "migrations/versions/b2.sql:3: ";
    damaged(&[("b2.sql", script("b-2", "-- revises: a1\n"))], &format!("{place}\"b-2\" cannot be a revision id"));
    damaged(&[("b2.sql", script("head", "-- revises: a1\n"))], &format!("{place}\"head\" cannot be a revision id"));
    let label = script("b2", "-- revises: a1\n-- branch_labels: a@b\n");
    damaged(&[("b2.sql", label)], "migrations/versions/b2.sql:5: \"a@b\" cannot stand in `branch_labels:`");
}

#[test]
fn a_file_whose_name_is_that_of_another_revision_is_said_to() {
    let scene = with(&[("2026_11_20_0906-c3_two.sql", script("b2", "-- revises: a1\n"))]);
    scene.done("aludel heads --write");
    scene.plays(str![[r#"
$ aludel history
a1 -> b2 (head), b2
<base> -> a1, a1
! warning: migrations/versions/[WHEN]-c3_two.sql is named after revision "c3", and its header says "b2": rename the file, or change its header
$ aludel upgrade
database sqlite://app.db
upgrade <base> -> a1, a1 ([MS] ms)
upgrade a1 -> b2, b2 ([MS] ms)
! warning: migrations/versions/[WHEN]-c3_two.sql is named after revision "c3", and its header says "b2": rename the file, or change its header
$ aludel heads --check
b2 (head)
! warning: migrations/versions/[WHEN]-c3_two.sql is named after revision "c3", and its header says "b2": rename the file, or change its header
exit 3

"#]]);
}

#[test]
fn a_revision_that_is_spliced_in_below_an_applied_one_is_a_hole() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        scene.write("migrations/versions/a1.sql", &script("a1", "-- revises: base\n"));
        scene.write("migrations/versions/b2.sql", &script("b2", "-- revises: a1\n"));
        scene.done("aludel heads --write");
        scene.done("aludel upgrade");
        scene.write("migrations/versions/c3.sql", &script("c3", "-- revises: a1\n"));
        scene.write("migrations/versions/b2.sql", &script("b2", "-- revises: c3\n"));
        scene.plays(str![[r#"
$ aludel upgrade
! error: revision "b2" is applied, but "c3" (migrations/versions/c3.sql), which it needs, is not
!   help: run `aludel stamp b2` if the schema has "c3" already, else downgrade below it and run `aludel upgrade` again
exit 1
$ aludel current
b2 (head)
! warning: revision "b2" is applied, but "c3" (migrations/versions/c3.sql), which it needs, is not: run `aludel stamp b2` if the schema has "c3" already, else downgrade below it and run `aludel upgrade` again
$ aludel history -i
c3 -> b2 (head) (current), b2
a1 -> c3, c3
<base> -> a1, a1
$ aludel downgrade a1
database [DATABASE]
downgrade b2 -> c3, b2 ([MS] ms)
$ aludel upgrade
database [DATABASE]
upgrade a1 -> c3, c3 ([MS] ms)
upgrade c3 -> b2, b2 ([MS] ms)
$ aludel current
b2 (head)

"#]]);
    });
}

#[test]
fn a_database_ahead_of_the_code_is_seen_and_taken_back() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        scene.write("migrations/versions/a1.sql", &script("a1", "-- revises: base\n"));
        scene.write("migrations/versions/b2.sql", &script("b2", "-- revises: a1\n"));
        scene.write("migrations/versions/c3.sql", &script("c3", "-- revises: b2\n"));
        scene.done("aludel heads --write");
        scene.done("aludel upgrade");
        for file in ["b2.sql", "c3.sql"] {
            std::fs::remove_file(scene.path(&format!("migrations/versions/{file}"))).unwrap();
        }
        scene.done("aludel heads --write");
        scene.plays(str![[r#"
$ aludel current
c3 (head)
! warning: no script has revision "b2", which is applied
! warning: no script has revision "c3", which is applied
$ aludel history
<base> -> a1 (head), a1
$ aludel history -i
b2 -> c3 (head) (current), c3
a1 -> b2, b2
<base> -> a1, a1
$ aludel history -r a1:current
b2 -> c3 (head) (current), c3
a1 -> b2, b2
<base> -> a1, a1
$ aludel show current
Rev: c3 (head) (current)
Parent: b2

    c3
$ aludel downgrade a1
database [DATABASE]
downgrade c3 -> b2, c3 ([MS] ms)
downgrade b2 -> a1, b2 ([MS] ms)
! warning: revision "c3" is taken back as the ledger remembers it
! warning: revision "b2" is taken back as the ledger remembers it
$ aludel current
a1 (head)

"#]]);
    });
}
