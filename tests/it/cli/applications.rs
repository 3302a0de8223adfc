//! An application's own `db` group: the blog, whose revisions are compiled into it.

use snapbox::str;

use super::binaries::binary;
use super::scene::Scene;
use crate::harness::on_every_server;

#[test]
fn the_committed_history_runs_on_every_database_and_back() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.plays(str![[r#"
$ blog db current
$ blog db upgrade
database [DATABASE]
upgrade <base> -> 8f2c1a90b3d4, create users ([MS] ms)
upgrade 8f2c1a90b3d4 -> 3d41c09a77be, add a role to users ([MS] ms)
$ blog db check
no changes: the models and the database agree
$ blog db current
3d41c09a77be (head)
$ blog db downgrade base
database [DATABASE]
downgrade 3d41c09a77be -> 8f2c1a90b3d4, add a role to users ([MS] ms)
downgrade 8f2c1a90b3d4 -> <base>, create users ([MS] ms)
$ blog db current
$ blog db check
pending not applied yet: 8f2c1a90b3d4, 3d41c09a77be
exit 3

"#]]);
    });
}

#[test]
fn a_binary_copied_alone_into_an_empty_folder_upgrades_an_empty_database() {
    let scene = Scene::new();
    let copy = scene.path("blog");
    std::fs::copy(binary("blog"), &copy).unwrap();
    let upgraded = scene.command(&copy, &["db".to_owned(), "upgrade".to_owned()]).output().unwrap();
    assert!(upgraded.status.success(), "{upgraded:?}");
    assert_eq!(scene.files(), ["blog", "blog.db"]);
    scene.plays(str![[r#"
$ blog db check
no changes: the models and the database agree
$ blog db history -i
8f2c1a90b3d4 -> 3d41c09a77be (head) (current), add a role to users
<base> -> 8f2c1a90b3d4, create users
$ blog db show
Rev: 3d41c09a77be (head)
Parent: 8f2c1a90b3d4
Path: migrations/versions/[WHEN]-3d41c09a77be_add_a_role_to_users.rs
Author: The Aludel developers
Created: [WHEN]

    add a role to users

"#]]);
}

#[test]
fn a_database_that_the_application_binds_is_not_overridden_by_a_stray_variable() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://stray.db");
    scene.write(".env", "DATABASE_URL=sqlite://dotted.db\n");
    scene.write("aludel.toml", "url = \"sqlite://configured.db\"\n");
    scene.plays(str![[r#"
$ blog db upgrade
database sqlite://blog.db
upgrade <base> -> 8f2c1a90b3d4, create users ([MS] ms)
upgrade 8f2c1a90b3d4 -> 3d41c09a77be, add a role to users ([MS] ms)

"#]]);
    assert_eq!(scene.files(), [".env", "aludel.toml", "blog.db"]);
    scene.plays(str![[r#"
$ blog db upgrade --url sqlite://flag.db
database sqlite://flag.db
upgrade <base> -> 8f2c1a90b3d4, create users ([MS] ms)
upgrade 8f2c1a90b3d4 -> 3d41c09a77be, add a role to users ([MS] ms)

"#]]);
    let scene = scene.with("ALUDEL_DATABASE_URL", "sqlite://variable.db");
    scene.plays(str![[r#"
$ blog db upgrade -q
$ blog db upgrade -q --url sqlite://flag.db

"#]]);
    assert_eq!(scene.files(), [".env", "aludel.toml", "blog.db", "flag.db", "variable.db"]);
}

#[test]
fn a_revision_is_added_to_a_folder_only_where_there_is_one() {
    let scene = Scene::new();
    scene.plays(str![[r#"
$ blog db revision -m x
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1
$ blog db -d elsewhere history
8f2c1a90b3d4 -> 3d41c09a77be (head), add a role to users
<base> -> 8f2c1a90b3d4, create users

"#]]);
    assert_eq!(scene.files(), [""; 0]);
}
