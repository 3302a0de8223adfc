//! Runs the laws about hostile texts on millions of them, optimised.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::{Outcome, root};

/// How many texts each law is tried on.
const USUAL: &str = "10000000";

/// What can be fuzzed: a word, the package whose tests do it, and the names of these tests.
const TARGETS: [(&str, &str, &str); 8] = [
    ("header", "aludel-core", "script::tests::fuzz::header"),
    ("words", "aludel-core", "script::tests::fuzz::words"),
    ("split", "aludel-core", "dialect::fuzz::split"),
    ("quoted", "aludel-core", "dialect::fuzz::quoted"),
    ("key", "aludel-core", "dialect::fuzz::key"),
    ("definitions", "aludel-core", "fuzz::definitions"),
    ("url", "aludel-drivers", "url::fuzz"),
    ("config", "aludel", "cli::config::fuzz"),
];

/// `cargo xtask fuzz`.
pub(crate) fn fuzz(arguments: &[&str]) -> Outcome {
    let mut count = USUAL.to_owned();
    let mut seed = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().to_string();
    let mut wanted = Vec::new();
    let mut words = arguments.iter().copied();
    while let Some(word) = words.next() {
        let mut number =
            || words.next().and_then(|text| text.parse::<u64>().ok()).ok_or(format!("`{word}` needs a number"));
        match word {
            "--count" => count = number()?.to_string(),
            "--seed" => seed = number()?.to_string(),
            name => wanted.push(*TARGETS.iter().find(|(known, ..)| *known == name).ok_or_else(|| unknown(name))?),
        }
    }
    if wanted.is_empty() {
        wanted.extend(TARGETS);
    }
    println!("{count} texts for each law, from number {seed}");
    let outcomes: Vec<bool> = wanted.iter().map(|target| passes(target, &count, &seed)).collect::<Result<_, _>>()?;
    let failed: Vec<&str> =
        wanted.iter().zip(outcomes).filter(|(_, passed)| !passed).map(|((name, ..), _)| *name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("a law does not hold: {}", failed.join(", ")).into()) }
}

fn passes((name, package, tests): &(&str, &str, &str), count: &str, seed: &str) -> Result<bool, std::io::Error> {
    println!("\n{name}");
    let mut command = Command::new("cargo");
    // No law needs a database's client.
    let features = if *package == "aludel" { &["--no-default-features", "--features", "cli"][..] } else { &[] };
    command.args(["test", "--quiet", "--profile", "fuzz", "--package", package, "--lib"]).args(features);
    // Each law has all cores to itself.
    command.args(["--", tests, "--test-threads", "1", "--nocapture"]);
    command.current_dir(root()).env("ALUDEL_FUZZ", count).env("ALUDEL_FUZZ_SEED", seed).env("RUST_BACKTRACE", "0");
    command.status().map(|status| status.success())
}

fn unknown(name: &str) -> String {
    let known: Vec<&str> = TARGETS.iter().map(|(known, ..)| *known).collect();
    format!("there is nothing called \"{name}\" to fuzz: name one of {}", known.join(", "))
}
