//! Where settings come from: flags, variables, `.env`, `aludel.toml`.

use snapbox::str;

use super::scene::Scene;

/// The database that is made, of the file names that the sources of URLs name.
#[track_caller]
fn made(scene: &Scene, line: &str) -> Vec<String> {
    let before = scene.files();
    scene.done(line);
    scene.files().into_iter().filter(|file| !before.contains(file)).collect()
}

#[test]
fn the_nearest_source_names_the_database() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.done("aludel revision -m one");
    scene.write("aludel.toml", "url = \"sqlite://configured.db\"\n");
    assert_eq!(made(&scene, "aludel upgrade"), ["configured.db"]);
    scene.write(".env", "OTHER=1\nDATABASE_URL='sqlite://dotted.db'\n");
    assert_eq!(made(&scene, "aludel upgrade"), ["dotted.db"]);
    let scene = scene.with("DATABASE_URL", "sqlite://environment.db");
    assert_eq!(made(&scene, "aludel upgrade"), ["environment.db"]);
    let scene = scene.with("ALUDEL_DATABASE_URL", "sqlite://ours.db");
    assert_eq!(made(&scene, "aludel upgrade"), ["ours.db"]);
    assert_eq!(made(&scene, "aludel --url sqlite://flag.db upgrade"), ["flag.db"]);
}

#[test]
fn an_empty_variable_is_no_variable() {
    let scene = Scene::new().with("ALUDEL_DATABASE_URL", "").with("DATABASE_URL", "sqlite://environment.db");
    scene.done("aludel init");
    scene.done("aludel revision -m one");
    assert_eq!(made(&scene, "aludel upgrade"), ["environment.db"]);
}

#[test]
fn the_nearest_source_names_the_folder() {
    let scene = Scene::new();
    assert!(made(&scene, "aludel init").contains(&"migrations/head".to_owned()));
    scene.write("aludel.toml", "directory = \"configured\"\n");
    assert!(made(&scene, "aludel init").contains(&"configured/head".to_owned()));
    let scene = scene.with("ALUDEL_DIRECTORY", "variable");
    assert!(made(&scene, "aludel init").contains(&"variable/head".to_owned()));
    assert!(made(&scene, "aludel -d flag init").contains(&"flag/head".to_owned()));
}

#[test]
fn another_configuration_is_named_by_a_flag_or_a_variable() {
    let scene = Scene::new();
    scene.write("aludel.toml", "directory = \"usual\"\n");
    scene.write("other.toml", "directory = \"other\"\n");
    scene.write("third.toml", "directory = \"third\"\n");
    assert!(made(&scene, "aludel init --config other.toml").contains(&"other/head".to_owned()));
    let scene = scene.with("ALUDEL_CONFIG", "third.toml");
    assert!(made(&scene, "aludel init").contains(&"third/head".to_owned()));
}

#[test]
fn a_file_of_settings_sets_the_rest() {
    let scene = Scene::new();
    scene.write(
        "aludel.toml",
        "url = \"sqlite://app.db\"\nmodels = \"schema.sql\"\nformat = \"sql\"\nauthor = \"Ada\"\n\
         file_name = \"{{ rev }}_{{ slug }}\"\nlock_timeout = 3\nledger = \"our_ledger\"\njournal = \"our_journal\"\n",
    );
    scene.write("schema.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
    scene.plays(str![[r#"
$ aludel init -q
$ aludel migrate -m notes --rev-id 8f2c1a90b3d4
  + table notes (id)
wrote migrations/versions/8f2c1a90b3d4_notes.sql
$ aludel show
Rev: 8f2c1a90b3d4 (head)
Parent: <base>
Path: migrations/versions/8f2c1a90b3d4_notes.sql
Author: Ada
Created: [WHEN]

    notes
$ aludel upgrade
database sqlite://app.db
upgrade <base> -> 8f2c1a90b3d4, notes ([MS] ms)
$ aludel check
no changes: the models and the database agree

"#]]);
}

#[test]
fn bad_settings_are_named_with_their_file() {
    let scene = Scene::new();
    scene.write("unknown.toml", "ulr = \"sqlite://app.db\"\n");
    scene.write("broken.toml", "url = \n");
    scene.plays(str![[r#"
$ aludel history --config unknown.toml
! error: unknown.toml:1: unknown field `ulr`
!   help: it may say url, directory, version_locations, models, format, file_name, author, lock_timeout, table_lock_timeout, statement_timeout, algorithm, lock, retries, retry_time, single_transaction, single_writer, ledger, journal, namespaces, include, exclude, after_write
exit 2
$ aludel history --config broken.toml
! error: broken.toml:1: string values must be quoted, expected literal string
!   help: it may say url, directory, version_locations, models, format, file_name, author, lock_timeout, table_lock_timeout, statement_timeout, algorithm, lock, retries, retry_time, single_transaction, single_writer, ledger, journal, namespaces, include, exclude, after_write
exit 2
$ aludel history --config missing.toml
! error: cannot read missing.toml: No such file or directory (os error 2)
!   help: name another file with `--config`
exit 2
$ aludel history -x =1
! error: "=1" has no key
!   help: write `-x key=value`
exit 2

"#]]);
    let scene = scene.with("ALUDEL_LOCK_TIMEOUT", "soon");
    scene.plays(str![[r#"
$ aludel upgrade
! error: ALUDEL_LOCK_TIMEOUT is no number of seconds
!   help: write it as `60`
exit 2

"#]]);
    scene.write(".env", "DATABASE_URL=\"sqlite://app.db\n");
    let scene = scene.with("ALUDEL_LOCK_TIMEOUT", "");
    scene.plays(str![[r#"
$ aludel upgrade
! error: .env: the value of "DATABASE_URL" cannot be read
!   help: mend the line, or give the URL with `--url`
exit 2

"#]]);
}

#[test]
fn every_setting_has_its_variable() {
    let scene = Scene::new()
        .with("ALUDEL_DATABASE_URL", "sqlite://app.db")
        .with("ALUDEL_FILE_NAME", "{{ rev }}_{{ slug }}")
        .with("ALUDEL_MODELS", "schema.sql")
        .with("ALUDEL_LEDGER", "our_ledger")
        .with("ALUDEL_JOURNAL", "our_journal");
    scene.write("aludel.toml", "models = \"other.sql\"\nfile_name = \"x\"\nledger = \"x\"\n");
    scene.write("schema.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\n");
    scene.done("aludel init");
    scene.done("aludel migrate -m notes --rev-id 8f2c1a90b3d4");
    assert!(scene.files().contains(&"migrations/versions/8f2c1a90b3d4_notes.sql".to_owned()));
    scene.done("aludel upgrade");
    assert!(scene.done("aludel inspect --sql").contains("notes"));
    assert!(!scene.done("aludel inspect --sql").contains("our_ledger"));
    let scene = scene.with("ALUDEL_FORMAT", "rust");
    scene.done("aludel revision -m next --rev-id 3d41c09a77be");
    assert!(scene.files().contains(&"migrations/versions/3d41c09a77be_next.rs".to_owned()));
    let refused = |scene: &Scene, said: &str| {
        let answer = scene.run("aludel history");
        assert!(answer.exit == 2 && answer.err.contains(said), "{answer:?}");
    };
    let scene = scene.with("ALUDEL_FORMAT", "yaml");
    refused(&scene, "ALUDEL_FORMAT is \"yaml\", which is no format");
    refused(
        &scene.with("ALUDEL_FORMAT", "").with("ALUDEL_NAMESPACES", "a,,b"),
        "ALUDEL_NAMESPACES lists a name that is empty",
    );
}

#[test]
fn the_template_of_the_folder_decides_the_format() {
    let scene = Scene::new();
    scene.done("aludel init --format rust");
    scene.done("aludel revision -m one --rev-id r1");
    assert!(scene.script("r1_one.rs").ends_with(".rs"));
    scene.done("aludel revision -m two --rev-id r2 --format sql");
    assert!(scene.script("r2_two.sql").ends_with(".sql"));
}
