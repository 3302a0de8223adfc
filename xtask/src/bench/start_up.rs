//! How long a command takes that has nothing to do.

use std::process::{Command, Stdio};

use super::tools::{aludel, median, milliseconds, program, run, timed};
use crate::Outcome;

/// How long `aludel current` takes from start to exit when there is nothing to do, beside a program that does nothing.
pub(super) fn start_up() -> Outcome {
    const RUNS: usize = 41;
    let folder = tempfile::tempdir()?;
    let aludel = aludel()?;
    let empty = program(folder.path(), "empty", "fn main() {}\n")?;
    let command = |words: &[&str]| {
        let mut command = Command::new(&aludel);
        command.args(words).args(["--url", "sqlite://bench.db"]).current_dir(folder.path()).stdout(Stdio::null());
        command
    };
    run(&mut command(&["init", "--quiet"]))?;
    for number in ["one", "two"] {
        run(&mut command(&["revision", "--quiet", "-m", number]))?;
    }
    run(&mut command(&["upgrade", "--quiet"]))?;
    let (mut nothing, mut current, mut upgrade) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        nothing.push(timed(&mut Command::new(&empty))?);
        current.push(timed(&mut command(&["current"]))?);
        upgrade.push(timed(&mut command(&["upgrade"]))?);
    }
    println!("start to exit, SQLite, release, nothing to do, median of {RUNS}:");
    println!("  an empty program  {:6.2} ms", milliseconds(median(nothing)));
    println!("  aludel current    {:6.2} ms", milliseconds(median(current)));
    println!("  aludel upgrade    {:6.2} ms", milliseconds(median(upgrade)));
    Ok(())
}
