//! The folder of revisions: made once, and only there where it belongs.

use snapbox::str;

use super::scene::Scene;

#[test]
fn init_makes_a_folder_once() {
    let scene = Scene::new();
    scene.plays(str![[r#"
$ aludel init
made migrations/versions/.gitkeep
made migrations/script.sql.jinja
made migrations/README.md
made migrations/head

"#]]);
    let made = scene.files();
    assert_eq!(
        made,
        ["migrations/README.md", "migrations/head", "migrations/script.sql.jinja", "migrations/versions/.gitkeep"]
    );
    scene.plays(str![[r#"
$ aludel init
! error: migrations exists already and is not empty
!   help: name another folder with `--directory`
exit 1
$ aludel init -d other -t nonsense
! error: there is no template "nonsense"
!   help: use one of rust, sql, or a folder, written with a slash
exit 2
$ aludel init -d other -t ./nowhere
! error: cannot read the template ./nowhere: No such file or directory (os error 2)
!   help: name a folder that holds `script.rs.jinja` or `script.sql.jinja`
exit 2

"#]]);
    assert_eq!(scene.files(), made);
}

#[test]
fn init_takes_an_empty_folder_and_a_template_of_the_users_own() {
    let scene = Scene::new();
    std::fs::create_dir(scene.path("empty")).unwrap();
    scene.write("ours/script.sql.jinja", "{{ header }}\n-- ours\n");
    scene.write("ours/README.md", "ours\n");
    scene.plays(str![[r#"
$ aludel init -d empty -t ./ours
made empty/versions/.gitkeep
made empty/README.md
made empty/script.sql.jinja
made empty/head

"#]]);
    assert_eq!(scene.read("empty/README.md"), "ours\n");
}

#[test]
fn commands_without_a_folder_say_how_to_make_one() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.write("schema.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
    scene.plays(str![[r#"
$ aludel revision -m x
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ aludel migrate --models schema.sql -m x
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ aludel upgrade
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ aludel downgrade base
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ aludel stamp
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ aludel history
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ aludel heads
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ aludel heads --write
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ aludel current
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1

"#]]);
    assert_eq!(scene.files(), ["schema.sql"]);
}

#[test]
fn a_folder_that_holds_no_revisions_is_said_to() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.write("migrations/notes.txt", "mine\n");
    scene.write("file", "mine\n");
    scene.plays(str![[r#"
$ aludel revision -m x
! error: migrations is no folder of revisions: it has no folder `versions`
!   help: name another one with `--directory`, or make one with `init`
exit 1
$ aludel upgrade
! error: migrations is no folder of revisions: it has no folder `versions`
!   help: name another one with `--directory`, or make one with `init`
exit 1
$ aludel history
! error: migrations is no folder of revisions: it has no folder `versions`
!   help: name another one with `--directory`, or make one with `init`
exit 1
$ aludel init
! error: migrations exists already and is not empty
!   help: name another folder with `--directory`
exit 1
$ aludel upgrade -d file
! error: file is no folder
!   help: name another one with `--directory`
exit 1
$ aludel init -d file
! error: file exists already and is not empty
!   help: name another folder with `--directory`
exit 1

"#]]);
    assert_eq!(scene.files(), ["file", "migrations/notes.txt"]);
}

#[test]
fn a_message_may_be_anything() {
    let scene = Scene::new();
    scene.done("aludel init");
    let message = r#"it/s "not" \ a --path: ../../etc; é "#.repeat(9);
    let message = message.trim();
    assert!(message.chars().count() > 300);
    let arguments = ["revision", "-m", message, "--rev-id", "8f2c1a90b3d4"].map(str::to_owned);
    let written = scene.command(&super::binaries::binary("aludel"), &arguments).output().unwrap();
    assert!(written.status.success(), "{written:?}");
    let file = scene.script(".sql");
    let (_, name) = file.split_once('-').unwrap();
    assert_eq!(name, "8f2c1a90b3d4_it_s_not_a_path_etc_é_it_s_not_a_path.sql");
    let shown = scene.json("aludel show --json");
    assert_eq!(shown["message"], message);
    assert_eq!(scene.files().len(), 5);
}

#[test]
fn a_message_of_several_lines_is_a_message_and_what_follows() {
    let scene = Scene::new();
    scene.done("aludel init");
    let message = "first line\nrevision: 000000000000\n-- aludel: upgrade";
    let arguments = ["revision", "-m", message, "--rev-id", "8f2c1a90b3d4"].map(str::to_owned);
    let written = scene.command(&super::binaries::binary("aludel"), &arguments).output().unwrap();
    assert!(written.status.success(), "{written:?}");
    scene.plays(str![[r#"
$ aludel heads
8f2c1a90b3d4 (head)
$ aludel show
Rev: 8f2c1a90b3d4 (head)
Parent: <base>
Path: migrations/versions/[WHEN]-8f2c1a90b3d4_first_line.sql
Created: [WHEN]

    first line

    revision: 000000000000
    -- aludel: upgrade

"#]]);
}

#[test]
fn new_revisions_follow_the_head_and_go_where_they_are_told() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.plays(str![[r#"
$ aludel revision -m one --rev-id a1
wrote migrations/versions/[WHEN]-a1_one.sql
$ aludel revision -m two --rev-id b2 --version-path billing --branch-label billing
wrote migrations/versions/billing/[WHEN]-b2_two.sql
$ aludel revision -m three --rev-id c3 --head a1
! error: revision "a1" (migrations/versions/[WHEN]-a1_one.sql) is not a head: something revises it already
!   help: add `--splice` to start a new branch at "a1", or name a head
exit 1
$ aludel revision -m three --rev-id c3 --head a1 --splice --depends-on b2
wrote migrations/versions/[WHEN]-c3_three.sql
$ aludel revision -m four
! error: "head" stands for 2 revisions: "c3" (migrations/versions/[WHEN]-c3_three.sql, created [WHEN]), "b2" (migrations/versions/billing/[WHEN]-b2_two.sql, created [WHEN])
!   help: run `aludel merge` to join them by a new revision, or `aludel rebase` to put one side after the other; or name what is meant: `heads` for all of them, or one such as `c3`
exit 1
$ aludel revision -m four --rev-id b2 --head c3
! error: there is a revision "b2" (migrations/versions/billing/[WHEN]-b2_two.sql) already
!   help: choose another id, or leave out `--rev-id` to have one made
exit 1
$ aludel revision -m four --rev-id head --head c3
! error: revision "head" has an id that means something else on the command line
!   help: give "head" another `revision`
exit 1
$ aludel revision -m four --rev-id 'd 4' --head c3
! error: "d 4" cannot be a revision id: it takes letters, digits and underscores, from 1 to 255 of them
!   help: leave `--rev-id` out to get a random one
exit 1
$ aludel revision -m four --version-path ../elsewhere --head c3
! error: ../elsewhere does not lie below migrations/versions
!   help: name a folder below `versions`, such as `--version-path billing`
exit 2
$ aludel history
a1 (b2) -> c3 (head), three
a1 -> b2 (billing) (effective head), two
<base> -> a1 (branchpoint), one
$ aludel branches
a1 (branchpoint)
   -> b2
   -> c3
$ aludel heads
c3 (head)
b2 (billing) (effective head)
$ aludel merge -m both --rev-id e5
the sides touch nothing in common
wrote migrations/versions/[WHEN]-e5_both.sql
$ aludel heads
e5 (billing) (head) (mergepoint)
$ aludel show e5
Rev: e5 (billing) (head) (mergepoint)
Merges: b2, c3
Branch names: billing
Path: migrations/versions/[WHEN]-e5_both.sql
Created: [WHEN]

    both

"#]]);
}

#[test]
fn a_conflict_in_the_head_file_is_mended_by_a_merge() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.done("aludel revision -m one --rev-id a1");
    scene.done("aludel revision -m ours --rev-id b2");
    scene.done("aludel revision -m theirs --rev-id c3 --head a1 --splice");
    scene.write("migrations/head", "<<<<<<< ours\nb2\n=======\nc3\n>>>>>>> theirs\n");
    scene.plays(str![[r#"
$ aludel revision -m four
! error: migrations/head has a conflict: two branches have both added a revision
!   help: run `aludel merge` to join the two by a new revision, or `aludel rebase` to put one after the other: both rewrite the file
exit 1
$ aludel merge -m both --rev-id d4
the sides touch nothing in common
wrote migrations/versions/[WHEN]-d4_both.sql
$ aludel heads
d4 (head) (mergepoint)

"#]]);
    assert!(scene.read("migrations/head").ends_with("\nd4\n"));
}

#[test]
fn a_head_file_that_is_wrong_is_said_to_and_mended() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.done("aludel revision -m one --rev-id a1");
    scene.write("migrations/head", "b2\n");
    scene.plays(str![[r#"
$ aludel revision -m two
! error: the file migrations/head names b2, and the scripts end at a1
!   help: rewrite it with `aludel heads --write`
exit 1
$ aludel heads --write
a1 (head)
$ aludel revision -m two --rev-id b2
wrote migrations/versions/[WHEN]-b2_two.sql

"#]]);
    scene.write("migrations/head", "<<<<<<< ours\na1\n=======\nb2\n>>>>>>> theirs\n");
    scene.plays(str![[r#"
$ aludel revision -m three
! error: migrations/head has a conflict: two branches have both added a revision
!   help: run `aludel merge` to join the two by a new revision, or `aludel rebase` to put one after the other: both rewrite the file
exit 1
$ aludel heads --write
b2 (head)

"#]]);
    assert!(scene.read("migrations/head").ends_with("\nb2\n"));
}
