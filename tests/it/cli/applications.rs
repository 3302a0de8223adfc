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
$ blog db check
$ blog db current
$ blog db downgrade base
$ blog db current
$ blog db check
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
$ blog db history -i
$ blog db show
"#]]);
}

#[test]
fn a_database_that_the_application_binds_is_not_overridden_by_a_stray_variable() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://stray.db");
    scene.write(".env", "DATABASE_URL=sqlite://dotted.db\n");
    scene.write("aludel.toml", "url = \"sqlite://configured.db\"\n");
    scene.plays(str![[r#"
$ blog db upgrade
"#]]);
    assert_eq!(scene.files(), [".env", "aludel.toml", "blog.db"]);
    scene.plays(str![[r#"
$ blog db upgrade --url sqlite://flag.db
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
$ blog db -d elsewhere history
"#]]);
    assert_eq!(scene.files(), [""; 0]);
}
