//! Two people who both add a revision: what git says, and the two ways out.

use std::process::Command;

use snapbox::str;

use super::scene::Scene;
use crate::harness::on_every_server;

/// Runs git in a scene, as somebody with a name.
#[track_caller]
fn git(scene: &Scene, line: &str) -> (bool, String) {
    let mut git = Command::new("git");
    git.args(super::scene::words(line)).current_dir(scene.path("")).env("HOME", scene.path(""));
    git.env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    for who in ["GIT_AUTHOR", "GIT_COMMITTER"] {
        git.env(format!("{who}_NAME"), "Ann").env(format!("{who}_EMAIL"), "ann@example.org");
    }
    let output = git.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout) + &text(output.stderr))
}

#[track_caller]
fn commits(scene: &Scene, message: &str) {
    for line in ["add --all", &format!("commit --quiet -m '{message}'")] {
        let (done, said) = git(scene, line);
        assert!(done, "{line}\n{said}");
    }
}

#[track_caller]
fn does(scene: &Scene, line: &str) {
    let (done, said) = git(scene, line);
    assert!(done, "{line}\n{said}");
}

/// Writes a revision that makes a table.
pub(super) fn revision(scene: &Scene, id: &str, flags: &str) {
    scene.done(format!("aludel revision -m {id} --rev-id {id} {flags}").trim_end());
    fill(scene, id, &format!("CREATE TABLE t_{id} (id INTEGER);"), &format!("DROP TABLE t_{id};"));
}

/// Fills the sections of a revision.
pub(super) fn fill(scene: &Scene, id: &str, upgrade: &str, downgrade: &str) {
    let script = scene.script(&format!("{id}_{id}.sql"));
    let text = scene.read(&script);
    let (header, _) = text.split_once("-- aludel: upgrade").unwrap();
    scene.write(&script, &format!("{header}-- aludel: upgrade\n{upgrade}\n\n-- aludel: downgrade\n{downgrade}\n"));
}

/// A repository whose branches `main` and `feature` both add a revision; `feature` is checked out.
fn two_branches() -> Scene {
    let scene =
        Scene::new().with("ALUDEL_DATABASE_URL", "sqlite://app.db").with("ALUDEL_AUTHOR", "Ann <ann@example.org>");
    does(&scene, "init --quiet --initial-branch main");
    scene.write(".gitignore", "app.db*\n");
    scene.done("aludel init");
    revision(&scene, "a1", "");
    commits(&scene, "one");
    does(&scene, "checkout --quiet -b feature");
    revision(&scene, "b2", "");
    revision(&scene, "b3", "");
    commits(&scene, "ours");
    does(&scene, "checkout --quiet main");
    revision(&scene, "c3", "");
    commits(&scene, "theirs");
    does(&scene, "checkout --quiet feature");
    scene
}

/// The same, with `main` merged into `feature`, which stops at a conflict.
fn conflict() -> Scene {
    let scene = two_branches();
    let (done, said) = git(&scene, "merge main");
    assert!(!done && said.contains("CONFLICT (content): Merge conflict in migrations/head"), "{said}");
    assert!(scene.read("migrations/head").contains("<<<<<<< "));
    scene
}

#[test]
fn a_conflict_in_git_is_said_at_each_command() {
    let scene = conflict();
    scene.plays(str![[r#"
$ aludel revision -m x
! error: migrations/head has a conflict: two branches have both added a revision
!   help: run `aludel merge` to join the two by a new revision, or `aludel rebase` to put one after the other: both rewrite the file
exit 1
$ aludel upgrade
! error: "head" stands for 2 revisions: "c3" (migrations/versions/[WHEN]-c3_c3.sql, created [WHEN], by Ann <ann@example.org>), "b3" (migrations/versions/[WHEN]-b3_b3.sql, created [WHEN], by Ann <ann@example.org>)
!   help: run `aludel merge` to join them by a new revision, or `aludel rebase` to put one side after the other; or name what is meant: `heads` for all of them, or one such as `c3`
exit 1
$ aludel history
a1 -> c3 (head), c3
b2 -> b3 (head), b3
a1 -> b2, b2
<base> -> a1 (branchpoint), a1
! warning: migrations/head has a conflict: two branches have both added a revision: run `aludel merge` to join the two by a new revision, or `aludel rebase` to put one after the other: both rewrite the file
$ aludel heads --check
c3 (head)
b3 (head)
! warning: "head" stands for 2 revisions: "c3" (migrations/versions/[WHEN]-c3_c3.sql, created [WHEN], by Ann <ann@example.org>), "b3" (migrations/versions/[WHEN]-b3_b3.sql, created [WHEN], by Ann <ann@example.org>): run `aludel merge` to join them by a new revision, or `aludel rebase` to put one side after the other; or name what is meant: `heads` for all of them, or one such as `c3`
! warning: migrations/head has a conflict: two branches have both added a revision: run `aludel merge` to join the two by a new revision, or `aludel rebase` to put one after the other: both rewrite the file
exit 3
$ aludel current
! warning: migrations/head has a conflict: two branches have both added a revision: run `aludel merge` to join the two by a new revision, or `aludel rebase` to put one after the other: both rewrite the file

"#]]);
}

#[test]
fn a_conflict_in_git_is_resolved_by_a_rebase() {
    let scene = conflict();
    let before = scene.read(&scene.script("b2_b2.sql"));
    scene.plays(str![[r#"
$ aludel rebase --dry-run
the sides touch nothing in common
would move b2 from a1 to c3, b2
would move b3, which comes along
would write migrations/versions/[WHEN]-b2_b2.sql
the head is b3
$ aludel rebase
the sides touch nothing in common
moved b2 from a1 to c3, b2
moved b3, which comes along
wrote migrations/versions/[WHEN]-b2_b2.sql
the head is b3

"#]]);
    assert_eq!(scene.read(&scene.script("b2_b2.sql")), before.replace("revises: a1", "revises: c3"));
    assert!(scene.read("migrations/head").ends_with("conflict here, in git\nb3\n"));
    commits(&scene, "merged");
    scene.plays(str![[r#"
$ aludel heads --check
b3 (head)
$ aludel upgrade
database sqlite://app.db
upgrade <base> -> a1, a1 ([MS] ms)
upgrade a1 -> c3, c3 ([MS] ms)
upgrade c3 -> b2, b2 ([MS] ms)
upgrade b2 -> b3, b3 ([MS] ms)
$ aludel rebase
! error: there is nothing to rebase: "b3" (migrations/versions/[WHEN]-b3_b3.sql) is the only head
!   help: run `aludel heads` to see the heads
exit 1

"#]]);
}

#[test]
fn a_conflict_in_git_is_resolved_by_a_merge() {
    let scene = conflict();
    scene.plays(str![[r#"
$ aludel merge -m both --rev-id e5
the sides touch nothing in common
wrote migrations/versions/[WHEN]-e5_both.sql

"#]]);
    commits(&scene, "merged");
    scene.plays(str![[r#"
$ aludel heads --check
e5 (head) (mergepoint)
$ aludel upgrade
database sqlite://app.db
upgrade <base> -> a1, a1 ([MS] ms)
upgrade a1 -> b2, b2 ([MS] ms)
upgrade b2 -> b3, b3 ([MS] ms)
upgrade a1 -> c3, c3 ([MS] ms)
upgrade b3, c3 -> e5, both ([MS] ms)

"#]]);
}

#[test]
fn a_conflict_in_git_is_resolved_by_hand_and_written() {
    let scene = conflict();
    let script = scene.script("b2_b2.sql");
    scene.write(&script, &scene.read(&script).replace("revises: a1", "revises: c3"));
    scene.plays(str![[r#"
$ aludel heads --write
b3 (head)
$ aludel heads --check
b3 (head)
$ aludel upgrade
database sqlite://app.db
upgrade <base> -> a1, a1 ([MS] ms)
upgrade a1 -> c3, c3 ([MS] ms)
upgrade c3 -> b2, b2 ([MS] ms)
upgrade b2 -> b3, b3 ([MS] ms)

"#]]);
    commits(&scene, "merged");
}

#[test]
fn a_rebase_in_git_stops_and_is_resolved_by_a_rebase_of_revisions() {
    let scene = two_branches();
    let (done, said) = git(&scene, "rebase main");
    assert!(!done && said.contains("CONFLICT"), "{said}");
    scene.plays(str![[r#"
$ aludel rebase
the sides touch nothing in common
moved b2 from a1 to c3, b2
moved b3, which comes along
wrote migrations/versions/[WHEN]-b2_b2.sql
the head is b3
$ aludel heads --check
b3 (head)

"#]]);
}

#[test]
fn a_rebase_knows_what_it_must_not_move() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        revision(&scene, "a1", "");
        revision(&scene, "b2", "");
        scene.done("aludel upgrade");
        revision(&scene, "c3", "--head a1 --splice");
        let files = scene.files();
        let texts: Vec<String> = files.iter().map(|file| scene.read(file)).collect();
        scene.plays(str![[r#"
$ aludel rebase b2
! error: [DATABASE] has applied what would move: "b2"
!   help: take it back with `aludel downgrade a1`, rebase, and upgrade again; or run `aludel merge` where others have applied it too
exit 1
$ aludel rebase b2 --json
{
  "error": {
    "help": "take it back with `aludel downgrade a1`, rebase, and upgrade again; or run `aludel merge` where others have applied it too",
    "kind": "refused",
    "message": "[DATABASE] has applied what would move: \"b2\""
  }
}
exit 1

"#]]);
        assert_eq!(scene.files(), files);
        assert_eq!(files.iter().map(|file| scene.read(file)).collect::<Vec<_>>(), texts);
        scene.plays(str![[r#"
$ aludel downgrade a1
database [DATABASE]
downgrade b2 -> a1, b2 ([MS] ms)
$ aludel rebase b2 --json
{
  "onto": "c3",
  "moved": [
    {
      "revision": "b2",
      "message": "b2",
      "path": "migrations/versions/[WHEN]-b2_b2.sql",
      "from": [
        "a1"
      ],
      "revises": [
        "c3"
      ]
    }
  ],
  "carried": [],
  "heads": [
    "b2"
  ],
  "written": true,
  "clashes": [],
  "shared": [],
  "unseen": []
}
$ aludel upgrade
database [DATABASE]
upgrade a1 -> c3, c3 ([MS] ms)
upgrade c3 -> b2, b2 ([MS] ms)

"#]]);
    });
}

#[test]
fn a_rebase_of_what_another_database_has_applied_is_found_there() {
    let scene = Scene::new().with("ALUDEL_DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    revision(&scene, "a1", "");
    revision(&scene, "b2", "");
    scene.done("aludel upgrade");
    revision(&scene, "c3", "--head a1 --splice");
    scene.plays(str![[r#"
$ aludel rebase b2 --no-database
the sides touch nothing in common
moved b2 from a1 to c3, b2
wrote migrations/versions/[WHEN]-b2_b2.sql
the head is b2
$ aludel upgrade
! error: revision "b2" is applied, but "c3" (migrations/versions/[WHEN]-c3_c3.sql), which it needs, is not
!   help: run `aludel stamp b2` if the schema has "c3" already, else downgrade below it and run `aludel upgrade` again
exit 1
$ aludel current
b2 (head)
! warning: revision "b2" is applied, but "c3" (migrations/versions/[WHEN]-c3_c3.sql), which it needs, is not: run `aludel stamp b2` if the schema has "c3" already, else downgrade below it and run `aludel upgrade` again
$ aludel downgrade a1
database sqlite://app.db
downgrade b2 -> c3, b2 ([MS] ms)
$ aludel upgrade
database sqlite://app.db
upgrade a1 -> c3, c3 ([MS] ms)
upgrade c3 -> b2, b2 ([MS] ms)

"#]]);
}

#[test]
fn a_rebase_that_could_mean_several_things_is_refused() {
    let scene = Scene::new().with("ALUDEL_DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.plays(str![[r#"
$ aludel rebase --no-database
! error: there is nothing to rebase: there is no revision
!   help: run `aludel heads` to see the heads
exit 1

"#]]);
    revision(&scene, "a1", "");
    revision(&scene, "b2", "");
    revision(&scene, "c3", "--head a1 --splice");
    revision(&scene, "d4", "--head a1 --splice");
    scene.plays(str![[r#"
$ aludel rebase --no-database
! error: 3 heads, and nothing says which of them moves: "d4" (migrations/versions/[WHEN]-d4_d4.sql, created [WHEN]), "c3" (migrations/versions/[WHEN]-c3_c3.sql, created [WHEN]), "b2" (migrations/versions/[WHEN]-b2_b2.sql, created [WHEN])
!   help: say both, as in `aludel rebase d4 --onto c3`: what moves, and what it follows
exit 1
$ aludel rebase b2 --no-database
! error: 3 heads, and nothing says which of them moves: "d4" (migrations/versions/[WHEN]-d4_d4.sql, created [WHEN]), "c3" (migrations/versions/[WHEN]-c3_c3.sql, created [WHEN]), "b2" (migrations/versions/[WHEN]-b2_b2.sql, created [WHEN])
!   help: say both, as in `aludel rebase d4 --onto c3`: what moves, and what it follows
exit 1
$ aludel rebase --onto b2 --no-database
! error: 3 heads, and nothing says which of them moves: "d4" (migrations/versions/[WHEN]-d4_d4.sql, created [WHEN]), "c3" (migrations/versions/[WHEN]-c3_c3.sql, created [WHEN]), "b2" (migrations/versions/[WHEN]-b2_b2.sql, created [WHEN])
!   help: say both, as in `aludel rebase d4 --onto c3`: what moves, and what it follows
exit 1
$ aludel rebase b2 --onto c3 --no-database
the sides touch nothing in common
moved b2 from a1 to c3, b2
wrote migrations/versions/[WHEN]-b2_b2.sql
the head is b2, d4
$ aludel rebase b2 --onto c3 --no-database
! error: there is nothing to rebase: "b2" (migrations/versions/[WHEN]-b2_b2.sql) and "c3" (migrations/versions/[WHEN]-c3_c3.sql) follow one another already
!   help: run `aludel heads` to see the heads
exit 1
$ aludel rebase
! error: 2 heads, and nothing says which of them moves: "d4" (migrations/versions/[WHEN]-d4_d4.sql, created [WHEN]), "b2" (migrations/versions/[WHEN]-b2_b2.sql, created [WHEN])
!   help: run `aludel rebase d4` to put "d4" after "b2", or `aludel rebase b2` to put "b2" after "d4": move the one that no other database has applied
exit 1
$ aludel rebase d4 --onto b2 --no-database --dry-run
the sides touch nothing in common
would move d4 from a1 to b2, d4
would write migrations/versions/[WHEN]-d4_d4.sql
the head is d4
$ aludel rebase zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel rebase a1 --onto c3
! error: there is nothing to rebase: "a1" (migrations/versions/[WHEN]-a1_a1.sql) and "c3" (migrations/versions/[WHEN]-c3_c3.sql) follow one another already
!   help: run `aludel heads` to see the heads
exit 1
$ aludel rebase d4 --url nonsense
! error: this is no database URL: it begins with what it leads to, as in `sqlite://app.db`, `mysql://user:***@host/database` or `postgres://user:***@host/database`
!   help: name one with `--url`, `ALUDEL_DATABASE_URL` or `Migrate::database`; where the program names none, with `DATABASE_URL` or `url` in aludel.toml; or say `--no-database` if the revisions are applied nowhere
exit 1

"#]]);
}

#[test]
fn a_rebase_keeps_line_endings_labels_and_dependencies() {
    let scene = Scene::new();
    scene.done("aludel init");
    revision(&scene, "a1", "");
    revision(&scene, "b2", "--branch-label billing");
    let script = scene.script("b2_b2.sql");
    scene.write(&script, &scene.read(&script).replace('\n', "\r\n"));
    revision(&scene, "c3", "--head a1 --splice --depends-on billing");
    revision(&scene, "d4", "--head a1 --splice");
    scene.write(
        "migrations/versions/e5_rust.rs",
        "//!   in rust  \n//!\n//! revision: e5\n//! revises :  b2 , c3  \n//! author: Ann\n\npub fn upgrade() {}\n",
    );
    scene.plays(str![[r#"
$ aludel heads --write
d4 (head)
e5 (billing) (head) (mergepoint)
$ aludel rebase e5 --onto d4 --no-database
cannot be looked into: migrations/versions/e5_rust.rs is not compiled into this program
moved b2 from a1 to d4, b2
moved c3 from a1 to d4, c3
moved e5, which comes along
wrote migrations/versions/[WHEN]-b2_b2.sql
wrote migrations/versions/[WHEN]-c3_c3.sql
the head is e5

"#]]);
    assert!(scene.read(&script).contains("-- revises: d4\r\n-- branch_labels: billing\r\n"));
    assert!(!scene.read(&script).replace("\r\n", "").contains('\n'));
    assert!(scene.read(&scene.script("c3_c3.sql")).contains("-- revises: d4\n-- depends_on: billing\n"));
    let rust = scene.read("migrations/versions/e5_rust.rs");
    assert!(
        rust.starts_with("//!   in rust  \n//!\n//! revision: e5\n//! revises :  b2 , c3  \n//! author: Ann\n"),
        "{rust}"
    );
}

#[test]
fn a_rebase_that_cannot_be_written_changes_nothing() {
    let scene = Scene::new();
    scene.done("aludel init");
    revision(&scene, "a1", "");
    revision(&scene, "b2", "");
    revision(&scene, "c3", "--head a1 --splice");
    std::fs::remove_file(scene.path("migrations/head")).unwrap();
    scene.write("migrations/head/in the way", "");
    let files = scene.files();
    let texts: Vec<String> = files.iter().map(|file| scene.read(file)).collect();
    let answer = scene.run("aludel rebase b2 --no-database");
    assert_eq!(answer.exit, 1, "{answer:?}");
    assert!(answer.err.starts_with("error: cannot write migrations/head: "), "{answer:?}");
    assert_eq!(scene.files(), files);
    assert_eq!(files.iter().map(|file| scene.read(file)).collect::<Vec<_>>(), texts);
}

#[test]
fn a_rebase_that_would_go_round_in_a_circle_is_refused() {
    let scene = Scene::new();
    scene.done("aludel init");
    revision(&scene, "a1", "");
    revision(&scene, "b2", "");
    revision(&scene, "c3", "--head a1 --splice --depends-on b2");
    scene.plays(str![[r#"
$ aludel rebase b2 --no-database
! error: the rebase would make a circle: 2 revisions need one another in a circle: "b2" (migrations/versions/[WHEN]-b2_b2.sql), "c3" (migrations/versions/[WHEN]-c3_c3.sql)
!   help: move the other side: what depends on it can follow it
exit 1
$ aludel rebase c3 --no-database
the sides touch nothing in common
moved c3 from a1 to b2, c3
wrote migrations/versions/[WHEN]-c3_c3.sql
the head is c3

"#]]);
}

#[test]
fn every_command_that_needs_one_head_says_the_ways_out() {
    let scene = two_branches();
    does(&scene, "merge --quiet -X ours main");
    scene.done("aludel heads --write");
    scene.write("schema.json", "{}");
    for line in [
        "upgrade",
        "downgrade head",
        "show",
        "show head",
        "edit",
        "stamp",
        "revision -m x",
        "upgrade --dry-run",
        "history -r a1:head",
        "migrate -m x --models schema.json",
        "inspect scripts@head",
    ] {
        let answer = scene.run(&format!("aludel {line}"));
        assert_eq!(answer.exit, 1, "{line}: {answer:?}");
        for words in [
            "\"head\" stands for 2 revisions: ",
            "b3_b3.sql, created ",
            ", by Ann <ann@example.org>",
            "c3_c3.sql, created ",
            "`aludel merge`",
            "`aludel rebase`",
        ] {
            assert!(answer.err.contains(words), "{line}: {words}\n{}", answer.err);
        }
    }
}

#[test]
fn heads_check_is_for_continuous_integration() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.plays(str![[r#"
$ aludel heads --check
$ aludel revision -m one --rev-id a1
wrote migrations/versions/[WHEN]-a1_one.sql
$ aludel revision -m two --rev-id a2
wrote migrations/versions/[WHEN]-a2_two.sql
$ aludel heads --check
a2 (head)

"#]]);
    revision(&scene, "b2", "--head a1 --splice");
    scene.plays(str![[r#"
$ aludel heads --check
b2 (head)
a2 (head)
! warning: "head" stands for 2 revisions: "b2" (migrations/versions/[WHEN]-b2_b2.sql, created [WHEN]), "a2" (migrations/versions/[WHEN]-a2_two.sql, created [WHEN]): run `aludel merge` to join them by a new revision, or `aludel rebase` to put one side after the other; or name what is meant: `heads` for all of them, or one such as `b2`
exit 3
$ aludel heads --check --write
! error: the argument '--check' cannot be used with '--write'
! 
! Usage: aludel heads --check
! 
! For more information, try '--help'.
exit 2

"#]]);
    std::fs::remove_file(scene.path("migrations/head")).unwrap();
    let checked: serde_json::Value = serde_json::from_str(&scene.run("aludel heads --check --json").out).unwrap();
    assert_eq!(checked["heads"][0]["revision"], "b2");
    assert_eq!(checked["problems"].as_array().unwrap().len(), 2);
}
