//! What commands about the graph print: on a pipe and, in colours, as on a terminal of 80 columns.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use snapbox::str;

use super::binaries::binary;
use super::scene::Scene;

/// Two bases, a label each, a merge, a dependency, and a head beside.
const SHOP: [&str; 8] = [
    "1975ea83b712 base - - create accounts",
    "27c6a30d7c24 1975ea83b712 - cart add a shopping cart",
    "3782d9986ced 1975ea83b712 - - add an address to accounts",
    "4ae1027a6acf 3782d9986ced,27c6a30d7c24 - - merge the shopping cart",
    "5109ec7d132b base 27c6a30d7c24 billing create invoices",
    "6e53fffde5ad 5109ec7d132b - - add a due date to invoices, and a note that says who may be asked about it at all",
    "7c12dd2a9f01 4ae1027a6acf - - add a telephone number to accounts",
    "8b4f6d0e1c35 4ae1027a6acf - - 出荷先の住所を追加し、配送業者と追跡番号も記録する。返品の理由と日付も忘れずに",
];

fn shop() -> Scene {
    let scene = Scene::new().with("COLUMNS", "80").with("ALUDEL_DATABASE_URL", "sqlite://shop.db");
    for (number, line) in SHOP.iter().enumerate() {
        let [id, revises, needs, label, message] = line.splitn(5, ' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let keys = [("revision", id), ("revises", revises), ("depends_on", needs), ("branch_labels", label)];
        let keys: String =
            keys.iter().filter(|(_, value)| *value != "-").map(|(key, value)| format!("-- {key}: {value}\n")).collect();
        let created = format!("2026-11-20T09:0{number}:00Z");
        let header = format!("-- {message}\n--\n{keys}-- author: Ada\n-- created: {created}\n");
        let body = "\n-- aludel: upgrade\n\n-- aludel: downgrade\n";
        scene.write(&format!("migrations/versions/{id}_shop.sql"), &format!("{header}{body}"));
    }
    scene.done("aludel heads --write -q");
    scene
}

#[test]
fn history_on_a_pipe() {
    shop().plays(str![[r#"
$ aludel history
$ aludel history --graph
$ aludel stamp 4ae1 billing
$ aludel history --graph -i -r 3782:
$ aludel history --graph -r billing@base:
$ aludel history -i -r current:
$ aludel history -v -r 27c6:27c6
$ aludel history --graph -v -r 3782:4ae1
$ aludel history -q --graph
$ aludel history --graph -r nosuch:
"#]]);
}

#[test]
fn history_on_a_terminal() {
    shop().plays(str![[r#"
$ aludel --color always stamp 4ae1 billing
$ aludel --color always history -i
$ aludel --color always history --graph -i
$ aludel --color always history --graph -v -r 4ae1:
"#]]);
}

#[test]
fn the_other_commands_on_a_pipe() {
    shop().plays(str![[r#"
$ aludel heads
$ aludel heads -v
$ aludel heads --resolve-dependencies
$ aludel branches
$ aludel branches -v
$ aludel show 4ae1
$ aludel show billing@head
$ aludel current
$ aludel stamp 27c6 5109
$ aludel current
$ aludel current -v
$ aludel show current
$ aludel upgrade
$ aludel merge 7c12 8b4f --rev-id 9d00aa11bb22 -m 'merge telephone and address'
$ aludel heads
$ aludel history --graph -r 4ae1:
"#]]);
}

#[test]
fn the_other_commands_on_a_terminal() {
    shop().plays(str![[r#"
$ aludel --color always heads
$ aludel --color always branches
$ aludel --color always show 4ae1
$ aludel --color always stamp 27c6 5109
$ aludel --color always current -v
$ aludel --color always merge 7c12 8b4f --rev-id 9d00aa11bb22 -m 'merge telephone and address'
$ aludel --color always upgrade
"#]]);
}

#[test]
fn the_picture_changes_no_json() {
    let scene = shop();
    let plain = scene.json("aludel history --json");
    assert_eq!(plain.as_array().unwrap().len(), SHOP.len());
    assert_eq!(scene.json("aludel history --json --graph"), plain);
    assert_eq!(
        scene.done("aludel history --json -r 8b4f:8b4f --graph"),
        scene.done("aludel history --json -r 8b4f:8b4f")
    );
    assert!(Scene::new().run("aludel history --json").out.contains("\"error\""));
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let scene = Scene::new();
    for number in 0..3000 {
        let below = if number == 0 { "base".to_owned() } else { format!("r{}", number - 1) };
        let text =
            format!("-- number {number}\n--\n-- revision: r{number}\n-- revises: {below}\n\n-- aludel: upgrade\n");
        scene.write(&format!("migrations/versions/r{number}_x.sql"), &text);
    }
    for words in [&["history"][..], &["history", "--graph"], &["history", "--json"]] {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let mut command = scene.command(&binary("aludel"), &words);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(
            (ended.status.code(), String::from_utf8(ended.stderr).unwrap().as_str()),
            (Some(0), ""),
            "{words:?}"
        );
    }
}

/// A terminal is had from the program `script`, where the system has it.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_paged_and_a_pipe_is_not() {
    let scene = shop().with("PAGER", "sed s/^/paged:/").with("TERM", "xterm");
    let on_terminal = |words: &str| {
        let aludel = binary("aludel").display().to_string();
        let line = format!("{aludel} {words}");
        let words = ["-qec", &line, "/dev/null"].map(str::to_owned);
        scene.command("script".as_ref(), &words).stdin(Stdio::null()).output()
    };
    let text = |words: &str| on_terminal(words).map(|output| String::from_utf8(output.stdout).unwrap());
    let Ok(paged) = text("history --graph") else {
        println!("the program `script` is not there: nothing was tried on a terminal");
        return;
    };
    assert!(paged.lines().count() > 8 && paged.lines().all(|line| line.starts_with("paged:")), "{paged}");
    assert!(paged.contains("\u{1b}[32m(head)"), "{paged}");
    assert!(text("history").unwrap().starts_with("paged:"));
    assert!(!text("history --no-pager").unwrap().contains("paged:"));
    assert!(!text("history --json").unwrap().contains("paged:"));
    assert!(!scene.done("aludel history --graph").contains("paged:"));
}
