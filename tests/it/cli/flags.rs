//! How flags are read: before and after the command, numbers that look like flags, and what makes no sense.

use snapbox::str;

use super::scene::Scene;

/// A folder with two revisions, and a database that is not there yet.
fn with_two_revisions() -> Scene {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.done("aludel revision -m one --rev-id a1");
    scene.done("aludel revision -m two --rev-id b2");
    scene
}

#[test]
fn steps_need_no_dashes_before_them() {
    let scene = with_two_revisions();
    scene.plays(str![[r#"
$ aludel upgrade +1
database sqlite://app.db
upgrade <base> -> a1, one ([MS] ms)
$ aludel upgrade +1
database sqlite://app.db
upgrade a1 -> b2, two ([MS] ms)
$ aludel downgrade -1
database sqlite://app.db
downgrade b2 -> a1, two ([MS] ms)
$ aludel downgrade -- -1
database sqlite://app.db
downgrade a1 -> <base>, one ([MS] ms)
$ blog db --url sqlite://app.db downgrade -1
! error: "-1" starts from what is applied, and nothing is applied there
!   help: run `db current` to see what is applied
exit 1

"#]]);
}

#[test]
fn global_flags_stand_before_the_command_or_after_it() {
    let scene = with_two_revisions();
    std::fs::rename(scene.path("migrations"), scene.path("ours")).unwrap();
    for line in [
        "aludel -d ours --json heads",
        "aludel heads -d ours --json",
        "aludel --json heads --directory ours",
        "aludel --directory=ours heads --json",
        "aludel --json -d ours heads --url sqlite://x.db -v --color never --no-input -x a=1",
    ] {
        assert_eq!(scene.json(line)[0]["revision"], "b2", "{line}");
    }
}

#[test]
fn quiet_commands_say_nothing_but_errors() {
    let scene = with_two_revisions();
    scene.plays(str![[r#"
$ aludel -q upgrade
$ aludel downgrade -q
$ aludel stamp -q
$ aludel upgrade -q zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1

"#]]);
}

#[test]
fn what_makes_no_sense_exits_with_2() {
    let scene = Scene::new();
    for line in [
        "aludel",
        "aludel nonsense",
        "aludel upgrade --nonsense",
        "aludel upgrade a b",
        "aludel upgrade --lock-timeout soon",
        "aludel revision --format python",
        "aludel completions nonsense",
        "aludel diff extra",
        "blog db",
        "blog db nonsense",
    ] {
        let answer = scene.run(line);
        assert_eq!((answer.exit, answer.out.as_str()), (2, ""), "{line}: {answer:?}");
        assert!(answer.err.contains("--help"), "{line}: {answer:?}");
    }
    assert_eq!(scene.files(), [""; 0]);
}

#[test]
fn help_and_version_are_no_errors() {
    let scene = Scene::new();
    for line in ["aludel --help", "aludel -h", "aludel help upgrade", "aludel downgrade --help", "blog db --help"] {
        let answer = scene.run(line);
        assert_eq!((answer.exit, answer.err.as_str()), (0, ""), "{line}: {answer:?}");
        assert!(answer.out.contains("Usage: "), "{line}: {answer:?}");
    }
    assert_eq!(scene.done("aludel --version"), format!("aludel {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_are_for_the_program_that_prints_them() {
    let scene = Scene::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(scene.done(&format!("aludel completions {shell}")).contains("aludel"), "{shell}");
    }
}
