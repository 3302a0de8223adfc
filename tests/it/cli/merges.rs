//! Merges and what their sides both touch, and folders of revisions besides `versions`.

use snapbox::str;

use super::scene::Scene;
use super::teams::{fill, revision};

#[test]
fn sides_that_do_not_fit_together_are_neither_merged_nor_rebased() {
    let scene = Scene::new();
    scene.done("aludel init");
    revision(&scene, "a1", "");
    revision(&scene, "b2", "");
    revision(&scene, "c3", "--head a1 --splice");
    fill(&scene, "b2", "ALTER TABLE t_a1 ADD COLUMN email TEXT;", "");
    fill(&scene, "c3", "ALTER TABLE t_a1 ADD email VARCHAR(80);\nGRANT ALL ON t_a1 TO bob;", "");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel merge
! error: the two sides do not fit together: "b2" adds column t_a1.email, and so does "c3"
!   help: change one of the scripts, or say `--allow-clashes` if it is right as it is
exit 1
$ aludel rebase b2 --no-database
! error: the two sides do not fit together: "b2" adds column t_a1.email, and so does "c3"
!   help: change one of the scripts, or say `--allow-clashes` if it is right as it is
exit 1
$ aludel merge --json
{
  "error": {
    "help": "change one of the scripts, or say `--allow-clashes` if it is right as it is",
    "kind": "refused",
    "message": "the two sides do not fit together: \"b2\" adds column t_a1.email, and so does \"c3\""
  }
}
exit 1

"#]]);
    assert_eq!(scene.files(), before);
    scene.plays(str![[r#"
$ aludel merge --allow-clashes --rev-id d4
does not fit together: "b2" adds column t_a1.email, and so does "c3"
cannot be looked into: migrations/versions/[WHEN]-c3_c3.sql runs `GRANT ALL ON …`
wrote migrations/versions/[WHEN]-d4_merge_heads.sql

"#]]);
}

#[test]
fn three_heads_are_merged_at_once_and_what_they_share_is_said() {
    let scene = Scene::new();
    scene.done("aludel init");
    revision(&scene, "a1", "");
    for (id, column) in [("b2", "x"), ("c3", "y"), ("d4", "z")] {
        revision(&scene, id, "--head a1 --splice");
        fill(&scene, id, &format!("ALTER TABLE t_a1 ADD {column} INT;"), "");
    }
    scene.plays(str![[r#"
$ aludel merge -m all --rev-id e5
both sides change table t_a1, and fit together
wrote migrations/versions/[WHEN]-e5_all.sql

"#]]);
    let merged = scene.json("aludel show e5 --json");
    assert_eq!(merged["revises"], serde_json::json!(["b2", "c3", "d4"]));
}

#[test]
fn merge_takes_every_flag() {
    let scene = Scene::new();
    scene.done("aludel init");
    revision(&scene, "a1", "");
    revision(&scene, "b2", "");
    revision(&scene, "c3", "--head a1 --splice");
    scene.plays(str![[r#"
$ aludel merge b2
! error: a merge takes two revisions or more, and here is only "b2" (migrations/versions/[WHEN]-b2_b2.sql)
!   help: run `aludel heads` to see the heads, and `aludel merge heads` where there are several
exit 1
$ aludel merge b2 b2
! error: revision "b2" is given twice as a parent
!   help: name each parent once, or all of them at once by `heads`
exit 1
$ aludel merge a1 c3
! error: revision "a1" (migrations/versions/[WHEN]-a1_a1.sql) is not a head: something revises it already
!   help: add `--splice` to start a new branch at "a1", or name a head
exit 1
$ aludel merge b2 zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel merge b2 c3 -m joined --rev-id d4 --branch-label both --version-path merges
the sides touch nothing in common
wrote migrations/versions/merges/[WHEN]-d4_joined.sql
$ aludel show d4
Rev: d4 (both) (head) (mergepoint)
Merges: b2, c3
Branch names: both
Path: migrations/versions/merges/[WHEN]-d4_joined.sql
Created: [WHEN]

    joined
$ aludel merge
! error: a merge takes two revisions or more, and here is only "d4" (migrations/versions/merges/[WHEN]-d4_joined.sql)
!   help: run `aludel heads` to see the heads, and `aludel merge heads` where there are several
exit 1
$ aludel merge a1 b2 --splice --rev-id e5
the sides touch nothing in common
wrote migrations/versions/[WHEN]-e5_merge_a1_and_b2.sql

"#]]);
}

#[test]
fn several_folders_of_revisions_have_one_head_file() {
    let scene = Scene::new().with("ALUDEL_DATABASE_URL", "sqlite://app.db");
    scene.write("aludel.toml", "version_locations = [\"billing/revisions\"]\n");
    scene.done("aludel init");
    scene.plays(str![[r#"
$ aludel revision -m one --rev-id a1
! error: there are several folders of revisions: migrations/versions, billing/revisions
!   help: say which one with `--version-path`
exit 2
$ aludel revision -m one --rev-id a1 --version-path versions
wrote migrations/versions/[WHEN]-a1_one.sql
$ aludel revision -m two --rev-id b2 --head base --version-path billing/revisions --branch-label billing
wrote billing/revisions/[WHEN]-b2_two.sql
$ aludel revision -m three --rev-id c3 --head billing@head
wrote billing/revisions/[WHEN]-c3_three.sql
$ aludel revision -m four --head a1 --version-path elsewhere/../..
! error: elsewhere/../.. does not lie below migrations/versions or billing/revisions
!   help: name a folder below `versions`, such as `--version-path billing`
exit 2
$ aludel heads
c3 (billing) (head)
a1 (head)
$ aludel upgrade heads
database sqlite://app.db
upgrade <base> -> a1, one ([MS] ms)
upgrade <base> -> b2, two ([MS] ms)
upgrade b2 -> c3, three ([MS] ms)

"#]]);
    assert!(scene.read("migrations/head").ends_with("\na1\nc3\n"));
    let scene = scene.with("ALUDEL_VERSION_LOCATIONS", "nowhere");
    scene.plays(str![[r#"
$ aludel heads
a1 (head)
! warning: the file migrations/head names a1, c3, and the scripts end at a1: rewrite it with `aludel heads --write`
$ aludel upgrade heads
database sqlite://app.db
nothing to do
! warning: the database is ahead: no script has revisions "b2", "c3", applied here
! warning: the file migrations/head names a1, c3, and the scripts end at a1: rewrite it with `aludel heads --write`

"#]]);
}
