//! What is written, against rustfmt.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::collection::vec;
use proptest::prelude::*;

use super::arbitrary::operation;
use crate::operation::Operation;
use crate::revision::Revision;
use crate::script::{Draft, Extras, Format, Template, write_rust};

/// A text as rustfmt leaves it, with its default settings.
fn formatted(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt comes with the toolchain");
    let mut input = rustfmt.stdin.take().expect("it was asked for");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output().expect("rustfmt runs");
    writer.join().expect("it does not panic").expect("rustfmt reads all");
    String::from_utf8(output.stdout).expect("rustfmt writes text")
}

fn script(upgrade: &[Operation]) -> String {
    let revision = Revision::new("a".parse().expect("it is legal"), "all kinds of things");
    let draft = Draft { revision: &revision, upgrade, downgrade: Ok(&[]) };
    write_rust(&Template::standard(Format::Rust), &Extras::default(), &draft).expect("the template is right")
}

#[track_caller]
fn is_formatted(operations: &[Operation]) {
    let text = script(operations);
    let formatted = formatted(&text);
    if text != formatted {
        let differ = text.lines().zip(formatted.lines()).position(|(one, other)| one != other).unwrap_or_default();
        let near = |text: &str| text.lines().skip(differ.saturating_sub(12)).take(40).collect::<Vec<_>>().join("\n");
        panic!("written:\n{}\n\nformatted:\n{}", near(&text), near(&formatted));
    }
}

#[test]
fn what_is_written_is_formatted() {
    // One run of rustfmt takes longer than thousands of operations.
    let config = ProptestConfig { cases: ProptestConfig::default().cases / 32, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let law = |operations: Vec<Operation>| {
        is_formatted(&operations);
        Ok(())
    };
    runner.run(&vec(operation(), 1..60), law).expect("the law holds");
}
