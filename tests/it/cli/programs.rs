//! Commands that start another program, or talk to whoever sits there.

use std::io::Write as _;
use std::process::Stdio;

use snapbox::str;

use super::binaries::binary;
use super::scene::{Answer, Scene, words};

fn with_a_revision() -> Scene {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.done("aludel init");
    scene.done("aludel revision -m one --rev-id a1");
    scene
}

#[test]
fn edit_opens_the_script_in_the_editor() {
    let scene = with_a_revision();
    scene.plays(str![[r#"
$ aludel edit
! error: no editor is named
!   help: set VISUAL or EDITOR, as in `EDITOR=nano`
exit 2

"#]]);
    let scene = scene.with("EDITOR", "cat -n");
    assert!(scene.done("aludel edit").contains("     1\t-- one\n"));
    let scene = scene.with("VISUAL", "no-such-editor");
    scene.plays(str![[r#"
$ aludel edit a1
! error: cannot start the editor `no-such-editor`: No such file or directory (os error 2)
!   help: set VISUAL or EDITOR to one that is there
exit 2
$ aludel edit zz
! error: no revision or label is called "zz", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1
$ aludel edit base
! error: "base" stands for no file
!   help: run `aludel history` to see all revisions
exit 1

"#]]);
    let scene = scene.with("VISUAL", "false");
    assert_ne!(scene.run("aludel edit").exit, 0);
}

#[test]
fn shell_reads_statements_where_there_is_no_client() {
    let scene = with_a_revision();
    scene.done("aludel upgrade");
    let mut shell = scene.command(&binary("aludel"), &words("shell"));
    shell.env("PATH", scene.path("empty")).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut shell = shell.spawn().unwrap();
    let typed = b"SELECT revision, NULL\nFROM aludel_revisions;\nSELECT nonsense;\nSELECT 2;\n";
    shell.stdin.take().unwrap().write_all(typed).unwrap();
    let answer = Answer::from(shell.wait_with_output().unwrap());
    assert_eq!((answer.exit, answer.out.as_str()), (1, "a1\tNULL\n2\n"), "{answer:?}");
    assert!(answer.err.contains("no such column: nonsense"), "{answer:?}");
}

#[test]
fn values_of_x_reach_the_template() {
    let scene = Scene::new();
    scene.done("aludel init");
    scene.write("migrations/script.sql.jinja", "{{ header }}\n\n-- {{ x.ticket }}\n\n-- aludel: upgrade\n");
    scene.done("aludel -x ticket=A-1 revision -m one --rev-id a1");
    scene.done("aludel revision -m two --rev-id b2 -x ticket=B=2 -x other");
    assert!(scene.read(&scene.script("a1_one.sql")).contains("-- A-1\n"));
    assert!(scene.read(&scene.script("b2_two.sql")).contains("-- B=2\n"));
    let text = "{{ header }}\n\n-- {{ x.one }} {{ x.two }} {{ x.both }} {{ tag }}\n\n-- aludel: upgrade\n";
    scene.write("migrations/script.sql.jinja", text);
    let before_and_behind = "aludel -x one=1 -x both=first revision -x two=2 -x both=last -m three --rev-id c3 --tag t";
    scene.done(before_and_behind);
    assert!(scene.read(&scene.script("c3_three.sql")).contains("-- 1 2 last t\n"));
    scene.plays(str![[r#"
$ aludel revision -m four -x '=4'
! error: "=4" has no key
!   help: write `-x key=value`
exit 2

"#]]);
}

#[test]
fn a_template_that_makes_no_sense_is_named_with_its_line() {
    let scene = with_a_revision();
    scene.write("migrations/script.sql.jinja", "{{ header }}\n{{ nonsense }}\n");
    let before = scene.files();
    scene.plays(str![[r#"
$ aludel revision -m two --rev-id b2
! error: migrations/script.sql.jinja:2: undefined value: `nonsense` is undefined
!   help: mend the template, or remove the file to get the usual one
exit 1

"#]]);
    scene.write("migrations/script.sql.jinja", "{{ header }}\n-- no key\n\n-- aludel: upgrade\n");
    scene.plays(str![[r#"
$ aludel revision -m two --rev-id b2
! error: the template gives a script that cannot be read: migrations/versions/[WHEN]-b2_two.sql:6: "no key" is no line of the header
!   help: put `{{ header }}` at the top of the template and a blank line below it, or remove the file to get the usual one
exit 1

"#]]);
    assert_eq!(scene.files(), before);
}

#[test]
fn colours_are_for_terminals_unless_somebody_says_otherwise() {
    let scene = with_a_revision();
    assert_eq!(scene.done("aludel heads"), "a1 (head)\n");
    assert!(scene.done("aludel heads --color always").contains("\u{1b}["));
    assert_eq!(scene.done("aludel heads --color never"), "a1 (head)\n");
    assert!(!scene.done("aludel heads --color always --json").contains('\u{1b}'));
    assert!(!scene.with("NO_COLOR", "1").done("aludel heads").contains('\u{1b}'));
}
