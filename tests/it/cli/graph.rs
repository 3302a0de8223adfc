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
4ae1027a6acf -> 8b4f6d0e1c35 (cart) (head), 出荷先の住所を追加し、配送業者と追跡番号も記録する。返品の理由と日付も忘れずに
4ae1027a6acf -> 7c12dd2a9f01 (cart) (head), add a telephone number to accounts
5109ec7d132b -> 6e53fffde5ad (billing) (head), add a due date to invoices, and a note that says who may be asked about it at all
<base> (27c6a30d7c24) -> 5109ec7d132b (billing), create invoices
3782d9986ced, 27c6a30d7c24 -> 4ae1027a6acf (cart) (branchpoint) (mergepoint), merge the shopping cart
1975ea83b712 -> 3782d9986ced, add an address to accounts
1975ea83b712 -> 27c6a30d7c24 (cart), add a shopping cart
<base> -> 1975ea83b712 (branchpoint), create accounts
$ aludel history --graph
* 8b4f6d0e1c35 (cart) (head), 出荷先の住所を追加し、配送業者と追跡番号も記録す…
| * 7c12dd2a9f01 (cart) (head), add a telephone number to accounts
|/
*  4ae1027a6acf (cart) (branchpoint) (mergepoint), merge the shopping cart
|\
* | 3782d9986ced, add an address to accounts
| | * 6e53fffde5ad (billing) (head), add a due date to invoices, and a note tha…
| | * 5109ec7d132b (billing), create invoices
| |'
| * 27c6a30d7c24 (cart), add a shopping cart
|/
* 1975ea83b712 (branchpoint), create accounts
$ aludel stamp 4ae1 billing
database sqlite://shop.db
stamped 4ae1027a6acf, 5109ec7d132b
$ aludel history --graph -i -r 3782:
* 8b4f6d0e1c35 (cart) (head), 出荷先の住所を追加し、配送業者と追跡番号も記録す…
| * 7c12dd2a9f01 (cart) (head), add a telephone number to accounts
|/
* 4ae1027a6acf (cart) (current) (branchpoint) (mergepoint), merge the shopping …
* 3782d9986ced, add an address to accounts
~
$ aludel history --graph -r billing@base:
* 6e53fffde5ad (billing) (head), add a due date to invoices, and a note that sa…
* 5109ec7d132b (billing), create invoices
:
* 27c6a30d7c24 (cart), add a shopping cart
* 1975ea83b712 (branchpoint), create accounts
$ aludel history -i -r current:
4ae1027a6acf -> 8b4f6d0e1c35 (cart) (head), 出荷先の住所を追加し、配送業者と追跡番号も記録する。返品の理由と日付も忘れずに
4ae1027a6acf -> 7c12dd2a9f01 (cart) (head), add a telephone number to accounts
5109ec7d132b -> 6e53fffde5ad (billing) (head), add a due date to invoices, and a note that says who may be asked about it at all
<base> (27c6a30d7c24) -> 5109ec7d132b (billing) (current), create invoices
3782d9986ced, 27c6a30d7c24 -> 4ae1027a6acf (cart) (current) (branchpoint) (mergepoint), merge the shopping cart
$ aludel history -v -r 27c6:27c6
Rev: 27c6a30d7c24 (cart)
Parent: 1975ea83b712
Branch names: cart
Path: migrations/versions/27c6a30d7c24_shop.sql
Author: Ada
Created: [WHEN]

    add a shopping cart

$ aludel history --graph -v -r 3782:4ae1
* Rev: 4ae1027a6acf (cart) (branchpoint) (mergepoint)
| Merges: 3782d9986ced, 27c6a30d7c24
| Branches into: 7c12dd2a9f01, 8b4f6d0e1c35
| Branch names: cart
| Path: migrations/versions/4ae1027a6acf_shop.sql
| Author: Ada
| Created: [WHEN]
|
|     merge the shopping cart
|
* Rev: 3782d9986ced
~ Parent: 1975ea83b712
  Path: migrations/versions/3782d9986ced_shop.sql
  Author: Ada
  Created: [WHEN]

      add an address to accounts

$ aludel history -q --graph
$ aludel history --graph -r nosuch:
! error: no revision or label is called "nosuch", nor does one begin so
!   help: run `aludel history` to see all revisions
exit 1

"#]]);
}

#[test]
fn history_on_a_terminal() {
    shop().plays(str![[r#"
$ aludel --color always stamp 4ae1 billing
database sqlite://shop.db
stamped 4ae1027a6acf, 5109ec7d132b
$ aludel --color always history -i
4ae1027a6acf -> 8b4f6d0e1c35 (cart) ␛[32m(head)␛[0m, 出荷先の住所を追加し、配送業者と追跡番号も記録する。返品の理由と日付も忘れずに
4ae1027a6acf -> 7c12dd2a9f01 (cart) ␛[32m(head)␛[0m, add a telephone number to accounts
5109ec7d132b -> 6e53fffde5ad (billing) ␛[32m(head)␛[0m, add a due date to invoices, and a note that says who may be asked about it at all
<base> (27c6a30d7c24) -> 5109ec7d132b (billing) ␛[33m(current)␛[0m, create invoices
3782d9986ced, 27c6a30d7c24 -> 4ae1027a6acf (cart) ␛[33m(current)␛[0m (branchpoint) (mergepoint), merge the shopping cart
1975ea83b712 -> 3782d9986ced, add an address to accounts
1975ea83b712 -> 27c6a30d7c24 (cart), add a shopping cart
<base> -> 1975ea83b712 (branchpoint), create accounts
$ aludel --color always history --graph -i
␛[31m*␛[0m 8b4f6d0e1c35 (cart) ␛[32m(head)␛[0m, 出荷先の住所を追加し、配送業者と追跡番号も記録す…␛[0m
␛[31m|␛[0m ␛[32m*␛[0m 7c12dd2a9f01 (cart) ␛[32m(head)␛[0m, add a telephone number to accounts
␛[31m|␛[0m␛[32m/␛[0m
␛[31m*␛[0m  4ae1027a6acf (cart) ␛[33m(current)␛[0m (branchpoint) (mergepoint), merge the shopping…␛[0m
␛[31m|␛[0m␛[33m\␛[0m
␛[31m*␛[0m ␛[33m|␛[0m 3782d9986ced, add an address to accounts
␛[31m|␛[0m ␛[33m|␛[0m ␛[34m*␛[0m 6e53fffde5ad (billing) ␛[32m(head)␛[0m, add a due date to invoices, and a note tha…␛[0m
␛[31m|␛[0m ␛[33m|␛[0m ␛[34m*␛[0m 5109ec7d132b (billing) ␛[33m(current)␛[0m, create invoices
␛[31m|␛[0m ␛[33m|␛[0m␛[34m'␛[0m
␛[31m|␛[0m ␛[33m*␛[0m 27c6a30d7c24 (cart), add a shopping cart
␛[31m|␛[0m␛[33m/␛[0m
␛[31m*␛[0m 1975ea83b712 (branchpoint), create accounts
$ aludel --color always history --graph -v -r 4ae1:
␛[31m*␛[0m Rev: 8b4f6d0e1c35 (cart) ␛[32m(head)␛[0m
␛[31m|␛[0m Parent: 4ae1027a6acf
␛[31m|␛[0m Branch names: cart
␛[31m|␛[0m Path: migrations/versions/8b4f6d0e1c35_shop.sql
␛[31m|␛[0m Author: Ada
␛[31m|␛[0m Created: [WHEN]
␛[31m|␛[0m
␛[31m|␛[0m     出荷先の住所を追加し、配送業者と追跡番号も記録する。返品の理由と日付も忘…␛[0m
␛[31m|␛[0m
␛[31m|␛[0m ␛[32m*␛[0m Rev: 7c12dd2a9f01 (cart) ␛[32m(head)␛[0m
␛[31m|␛[0m␛[32m/␛[0m  Parent: 4ae1027a6acf
␛[31m|␛[0m   Branch names: cart
␛[31m|␛[0m   Path: migrations/versions/7c12dd2a9f01_shop.sql
␛[31m|␛[0m   Author: Ada
␛[31m|␛[0m   Created: [WHEN]
␛[31m|␛[0m
␛[31m|␛[0m       add a telephone number to accounts
␛[31m|␛[0m
␛[31m*␛[0m Rev: 4ae1027a6acf (cart) (branchpoint) (mergepoint)
␛[31m~␛[0m Merges: 3782d9986ced, 27c6a30d7c24
  Branches into: 7c12dd2a9f01, 8b4f6d0e1c35
  Branch names: cart
  Path: migrations/versions/4ae1027a6acf_shop.sql
  Author: Ada
  Created: [WHEN]

      merge the shopping cart


"#]]);
}

#[test]
fn the_other_commands_on_a_pipe() {
    shop().plays(str![[r#"
$ aludel heads
8b4f6d0e1c35 (cart) (head)
7c12dd2a9f01 (cart) (head)
6e53fffde5ad (billing) (head)
$ aludel heads -v
Rev: 8b4f6d0e1c35 (cart) (head)
Parent: 4ae1027a6acf
Branch names: cart
Path: migrations/versions/8b4f6d0e1c35_shop.sql
Author: Ada
Created: [WHEN]

    出荷先の住所を追加し、配送業者と追跡番号も記録する。返品の理由と日付も忘れずに

Rev: 7c12dd2a9f01 (cart) (head)
Parent: 4ae1027a6acf
Branch names: cart
Path: migrations/versions/7c12dd2a9f01_shop.sql
Author: Ada
Created: [WHEN]

    add a telephone number to accounts

Rev: 6e53fffde5ad (billing) (head)
Parent: 5109ec7d132b
Branch names: billing
Path: migrations/versions/6e53fffde5ad_shop.sql
Author: Ada
Created: [WHEN]

    add a due date to invoices, and a note that says who may be asked about it at all

$ aludel heads --resolve-dependencies
8b4f6d0e1c35 (cart) (head)
7c12dd2a9f01 (cart) (head)
6e53fffde5ad (billing) (head)
$ aludel branches
4ae1027a6acf (cart) (branchpoint) (mergepoint)
             -> 7c12dd2a9f01
             -> 8b4f6d0e1c35
1975ea83b712 (branchpoint)
             -> 27c6a30d7c24
             -> 3782d9986ced
$ aludel branches -v
4ae1027a6acf (cart) (branchpoint) (mergepoint)
             -> 7c12dd2a9f01
             -> 8b4f6d0e1c35
1975ea83b712 (branchpoint)
             -> 27c6a30d7c24
             -> 3782d9986ced
$ aludel show 4ae1
Rev: 4ae1027a6acf (cart) (branchpoint) (mergepoint)
Merges: 3782d9986ced, 27c6a30d7c24
Branches into: 7c12dd2a9f01, 8b4f6d0e1c35
Branch names: cart
Path: migrations/versions/4ae1027a6acf_shop.sql
Author: Ada
Created: [WHEN]

    merge the shopping cart
$ aludel show billing@head
Rev: 6e53fffde5ad (billing) (head)
Parent: 5109ec7d132b
Branch names: billing
Path: migrations/versions/6e53fffde5ad_shop.sql
Author: Ada
Created: [WHEN]

    add a due date to invoices, and a note that says who may be asked about it at all
$ aludel current
$ aludel stamp 27c6 5109
database sqlite://shop.db
stamped 5109ec7d132b
$ aludel current
5109ec7d132b (billing)
$ aludel current -v
Current revision(s) for sqlite://shop.db:
Rev: 5109ec7d132b (billing)
Parent: <base>
Also depends on: 27c6a30d7c24
Branch names: billing
Path: migrations/versions/5109ec7d132b_shop.sql
Author: Ada
Created: [WHEN]

    create invoices

$ aludel show current
Rev: 5109ec7d132b (billing) (current)
Parent: <base>
Also depends on: 27c6a30d7c24
Branch names: billing
Path: migrations/versions/5109ec7d132b_shop.sql
Author: Ada
Created: [WHEN]

    create invoices
$ aludel upgrade
! error: "head" stands for 3 revisions: "8b4f6d0e1c35" (migrations/versions/8b4f6d0e1c35_shop.sql, created [WHEN], by Ada), "7c12dd2a9f01" (migrations/versions/7c12dd2a9f01_shop.sql, created [WHEN], by Ada), "6e53fffde5ad" (migrations/versions/6e53fffde5ad_shop.sql, created [WHEN], by Ada)
!   help: run `aludel merge heads` to make one head of them, or name what is meant: `heads` for all of them, or one such as `8b4f6d0e1c35`
exit 1
$ aludel merge 7c12 8b4f --rev-id 9d00aa11bb22 -m 'merge telephone and address'
wrote migrations/versions/[WHEN]-9d00aa11bb22_merge_telephone_and_address.sql
$ aludel heads
9d00aa11bb22 (cart) (head) (mergepoint)
6e53fffde5ad (billing) (head)
$ aludel history --graph -r 4ae1:
*  9d00aa11bb22 (cart) (head) (mergepoint), merge telephone and address
|\
| * 8b4f6d0e1c35 (cart), 出荷先の住所を追加し、配送業者と追跡番号も記録する。返…
* | 7c12dd2a9f01 (cart), add a telephone number to accounts
|/
* 4ae1027a6acf (cart) (branchpoint) (mergepoint), merge the shopping cart
~

"#]]);
}

#[test]
fn the_other_commands_on_a_terminal() {
    shop().plays(str![[r#"
$ aludel --color always heads
8b4f6d0e1c35 (cart) ␛[32m(head)␛[0m
7c12dd2a9f01 (cart) ␛[32m(head)␛[0m
6e53fffde5ad (billing) ␛[32m(head)␛[0m
$ aludel --color always branches
4ae1027a6acf (cart) (branchpoint) (mergepoint)
             -> 7c12dd2a9f01
             -> 8b4f6d0e1c35
1975ea83b712 (branchpoint)
             -> 27c6a30d7c24
             -> 3782d9986ced
$ aludel --color always show 4ae1
Rev: 4ae1027a6acf (cart) (branchpoint) (mergepoint)
Merges: 3782d9986ced, 27c6a30d7c24
Branches into: 7c12dd2a9f01, 8b4f6d0e1c35
Branch names: cart
Path: migrations/versions/4ae1027a6acf_shop.sql
Author: Ada
Created: [WHEN]

    merge the shopping cart
$ aludel --color always stamp 27c6 5109
database sqlite://shop.db
stamped 5109ec7d132b
$ aludel --color always current -v
Current revision(s) for sqlite://shop.db:
Rev: 5109ec7d132b (billing)
Parent: <base>
Also depends on: 27c6a30d7c24
Branch names: billing
Path: migrations/versions/5109ec7d132b_shop.sql
Author: Ada
Created: [WHEN]

    create invoices

$ aludel --color always merge 7c12 8b4f --rev-id 9d00aa11bb22 -m 'merge telephone and address'
␛[32mwrote␛[0m migrations/versions/[WHEN]-9d00aa11bb22_merge_telephone_and_address.sql
$ aludel --color always upgrade
! ␛[1m␛[31merror␛[0m: "head" stands for 2 revisions: "9d00aa11bb22" (migrations/versions/[WHEN]-9d00aa11bb22_merge_telephone_and_address.sql, created [WHEN]), "6e53fffde5ad" (migrations/versions/6e53fffde5ad_shop.sql, created [WHEN], by Ada)
!   ␛[32mhelp␛[0m: run `aludel merge heads` to make one head of them, or name what is meant: `heads` for all of them, or one such as `9d00aa11bb22`
exit 1

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
