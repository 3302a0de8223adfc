//! The pages that people read first: the command reference is what the command line says of itself, and the README shows
//! code that is compiled elsewhere.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Arg, Command};

const FILE: &str = "docs/src/commands.md";

const OPENING: &str = "\
<!-- Written from the command line itself; do not edit. `BLESS=1 cargo test -p aludel --test it pages` writes it. -->

# Commands

The `db` group of an application and the program `aludel` have the same commands and flags. Where this page says
`aludel upgrade`, type `cargo run -- db upgrade` in an application.

What stands for a revision is in [Revision scripts](scripts.md#the-words-for-revisions), what the commands print and how
they exit in [Exit codes and JSON](output.md).
";

#[test]
fn reference_is_what_the_command_line_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(FILE);
    let expected = reference();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == expected, "{FILE} is stale; `BLESS=1 cargo test -p aludel --test it pages` writes it anew");
}

/// The README is read without its hidden lines, so it cannot be compiled; the tutorial has the same code, and is.
#[test]
fn code_of_the_readme_is_that_of_the_tutorial() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |file: &str| std::fs::read_to_string(root.join(file)).unwrap().replace("\r\n", "\n");
    let plain = |text: &str| {
        let shown = text.lines().filter(|line| !line.starts_with("# "));
        shown.map(|line| line.split("  // ").next().unwrap_or_default().trim_end()).collect::<Vec<_>>().join("\n")
    };
    let (tutorial, readme) = (plain(&read("docs/src/tutorial.md")), plain(&read("README.md")));
    let blocks: Vec<&str> = readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 4);
    for block in blocks {
        assert!(tutorial.contains(block), "the tutorial does not have this code of the README:\n{block}");
    }
}

fn reference() -> String {
    let mut command = aludel::cli::command();
    command.build();
    let mut page = OPENING.to_owned();
    let global: Vec<&Arg> = command.get_arguments().filter(|argument| argument.is_global_set()).collect();
    section(&mut page, "Flags of every command", "They stand before or after the command.", &global);
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        let own = subcommand.get_arguments().filter(|argument| !argument.is_global_set());
        let own: Vec<&Arg> = own.filter(|argument| argument.get_id() != "help").collect();
        section(&mut page, subcommand.get_name(), &about(subcommand), &own);
    }
    page
}

fn section(page: &mut String, title: &str, about: &str, arguments: &[&Arg]) {
    write!(page, "\n## {title}\n\n{about}\n").unwrap();
    if arguments.is_empty() {
        return;
    }
    page.push_str("\n| | | default |\n|---|---|---|\n");
    for argument in arguments {
        writeln!(page, "| `{}` | {} | {} |", spelled(argument), help(argument), default(argument)).unwrap();
    }
}

/// What the command is for, and how it is typed.
fn about(command: &Command) -> String {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    format!("{about}.\n\n```text\n{}\n```", usage.trim_start_matches("Usage: "))
}

/// The flags and the value, as `-m, --message <TEXT>`.
fn spelled(argument: &Arg) -> String {
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let flags = [short, long].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let takes_value = argument.get_action().takes_values();
    let value = argument.get_value_names().filter(|_| takes_value).map(|names| format!("<{}>", names.join("> <")));
    let words = [Some(flags).filter(|flags| !flags.is_empty()), value];
    // The bar would end the cell of the table.
    words.into_iter().flatten().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn help(argument: &Arg) -> String {
    let mut text = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let values = argument.get_possible_values();
    if !values.is_empty() && argument.get_action().takes_values() {
        let names = values.iter().map(|value| format!("`{}`", value.get_name())).collect::<Vec<_>>();
        text += &format!(": {}", names.join(", "));
    }
    text.replace('|', "\\|")
}

fn default(argument: &Arg) -> String {
    if !argument.get_action().takes_values() {
        return String::new();
    }
    let values = argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy()));
    values.collect::<Vec<_>>().join(" ")
}
