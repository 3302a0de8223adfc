//! The folder of revisions: made once, and only there where it belongs.

use snapbox::str;

use super::scene::Scene;

#[test]
fn init_makes_a_folder_once() {
    let scene = Scene::new();
    scene.plays(str![[r#"
$ aludel init
"#]]);
    let made = scene.files();
    assert_eq!(
        made,
        ["migrations/README.md", "migrations/head", "migrations/script.sql.jinja", "migrations/versions/.gitkeep"]
    );
    scene.plays(str![[r#"
$ aludel init
$ aludel init -d other -t nonsense
$ aludel init -d other -t ./nowhere
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
"#]]);
    assert_eq!(scene.read("empty/README.md"), "ours\n");
}

#[test]
fn commands_without_a_folder_say_how_to_make_one() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.write("schema.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
    scene.plays(str![[r#"
$ aludel revision -m x
$ aludel migrate --models schema.sql -m x
$ aludel upgrade
$ aludel downgrade base
$ aludel stamp
$ aludel history
$ aludel heads
$ aludel heads --write
$ aludel current
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
$ aludel upgrade
$ aludel history
$ aludel init
$ aludel upgrade -d file
$ aludel init -d file
"#]]);
    assert_eq!(scene.files(), ["file", "migrations/notes.txt"]);
}

#[test]
fn a_message_may_be_anything() {
    let scene = Scene::new();
    scene.done("aludel init");
    let message = r#"it/s "not" \ a --path: ../../etc; é "#.repeat(9);
    assert!(message.chars().count() > 300);
    let arguments = ["revision", "-m", &message, "--rev-id", "8f2c1a90b3d4"].map(str::to_owned);
    let written = scene.command(&super::binaries::binary("aludel"), &arguments).output().unwrap();
    assert!(written.status.success(), "{written:?}");
    let file = scene.script(".sql");
    let (_, name) = file.split_once('-').unwrap();
    assert_eq!(name, "8f2c1a90b3d4_it_s_not_a_path_etc_é_it_s_not_a_path.sql");
    let shown = scene.json("aludel show --json");
    assert_eq!(shown["message"], message.trim());
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
$ aludel show
"#]]);
}

#[test]
fn new_revisions_follow_the_head_and_go_where_they_are_told() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.plays(str![[r#"
$ aludel revision -m one --rev-id a1
$ aludel revision -m two --rev-id b2 --version-path billing --branch-label billing
$ aludel revision -m three --rev-id c3 --head a1
$ aludel revision -m three --rev-id c3 --head a1 --splice --depends-on b2
$ aludel revision -m four
$ aludel revision -m four --rev-id b2 --head c3
$ aludel revision -m four --rev-id head --head c3
$ aludel revision -m four --rev-id 'd 4' --head c3
$ aludel revision -m four --version-path ../elsewhere --head c3
$ aludel history
$ aludel branches
$ aludel heads
$ aludel merge -m both --rev-id e5
$ aludel heads
$ aludel show e5
"#]]);
}

#[test]
fn a_head_file_that_is_wrong_is_said_to_and_mended() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.done("aludel revision -m one --rev-id a1");
    scene.write("migrations/head", "b2\n");
    scene.plays(str![[r#"
$ aludel revision -m two
$ aludel heads --write
$ aludel revision -m two --rev-id b2
"#]]);
    scene.write("migrations/head", "<<<<<<< ours\na1\n=======\nb2\n>>>>>>> theirs\n");
    scene.plays(str![[r#"
$ aludel revision -m three
$ aludel heads --write
"#]]);
    assert!(scene.read("migrations/head").ends_with("\nb2\n"));
}
