//! How far a server may go to alter a table: where it is said, and what is said when it would have to go further.

use aludel_drivers::System;
use snapbox::str;

use super::scene::Scene;
use crate::harness::on_servers;

#[test]
fn a_flag_a_variable_and_the_file_say_it_and_the_nearest_counts() {
    // A line of its own, where the journal's words about the statement do not stand.
    let is_bounds =
        |line: &&str| line.contains('=') && line.chars().all(|c| c.is_ascii_uppercase() || "=,; ".contains(c));
    let altered = |scene: &Scene, line: &str| {
        scene.done(line).lines().find(is_bounds).map(|line| line.trim().to_owned()).unwrap_or_default()
    };
    let script = "blog db upgrade --sql --dialect mysql";
    let scene = Scene::new();
    assert_eq!(altered(&scene, script), "");
    scene.write("aludel.toml", "algorithm = \"inplace\"\nlock = \"none\"\n");
    assert_eq!(altered(&scene, script), "ALGORITHM=INPLACE, LOCK=NONE;");
    let scene = scene.with("ALUDEL_LOCK", "shared");
    assert_eq!(altered(&scene, script), "LOCK=SHARED;");
    assert_eq!(altered(&scene, &format!("{script} --algorithm instant")), "ALGORITHM=INSTANT;");
    assert_eq!(altered(&scene, &format!("{script} --lock default")), "");
    let postgres = scene.done("blog db upgrade --sql --dialect postgres --algorithm copy");
    assert!(!postgres.contains("ALGORITHM"), "{postgres}");
}

#[test]
fn what_needs_more_is_refused_and_a_second_run_that_allows_it_goes_on() {
    on_servers(
        |server| server.system() == System::MySql,
        async |database| {
            let label = database.server().label();
            let scene = Scene::on(database).with("ALUDEL_ALGORITHM", "inplace");
            let dry = scene.done("blog db upgrade --dry-run --json");
            assert!(dry.contains("COPY") && dry.contains("ALGORITHM=INPLACE"), "{label}: {dry}");
            let answer = scene.run("blog db upgrade");
            assert_eq!(answer.exit, 1, "{label}: {answer:?}");
            assert!(
                answer.err.contains("statement 2 failed: ALGORITHM=INPLACE is not supported"),
                "{label}: {answer:?}"
            );
            assert!(answer.err.contains("`algorithm: default` in the header of the revision"), "{label}: {answer:?}");
            scene.done("blog db upgrade --lock shared");
            scene.done("blog db check");
        },
    );
}

#[test]
fn words_that_make_no_sense() {
    let scene = Scene::new();
    scene.done("aludel init");
    let script = |keys: &str| {
        format!(
            "-- make\n--\n-- revision: a1\n-- revises: base\n{keys}\n-- aludel: upgrade\nCREATE TABLE notes (id INTEGER);\n"
        )
    };
    scene.write("migrations/versions/a1.sql", &script(""));
    scene.done("aludel heads --write");
    scene.write("migrations/versions/a1.sql", &script("-- algorithm: instant\n-- lock: none\n"));
    scene.write("bad.toml", "algorithm = \"fast\"\n");
    scene.plays(str![[r#"
$ aludel upgrade --url sqlite://app.db
! error: migrations/versions/a1.sql:6: lock `none` does not go together with algorithm `instant`, for which the servers take none
!   help: leave the lock out, or say another algorithm
exit 1
$ aludel upgrade --algorithm fast
! error: invalid value 'fast' for '--algorithm <NAME>': "fast" is no algorithm: write `default`, `instant`, `nocopy`, `inplace` or `copy`
! 
! For more information, try '--help'.
exit 2
$ aludel upgrade --url sqlite://app.db --algorithm instant --lock shared
! error: lock `shared` does not go together with algorithm `instant`, for which the servers take none
!   help: leave the lock out, or say another algorithm
exit 2
$ aludel history --config bad.toml
! error: `algorithm` in the configuration file: "fast" is no algorithm
!   help: write `default`, `instant`, `nocopy`, `inplace` or `copy`
exit 2

"#]]);
}
