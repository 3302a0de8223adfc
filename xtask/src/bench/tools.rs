//! What all measurements need: programs to measure, and a clock.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{Outcome, root};

/// The standalone program, built for release.
pub(super) fn aludel() -> Result<PathBuf, Box<dyn std::error::Error>> {
    run(Command::new("cargo").args(["build", "--release", "--quiet", "-p", "aludel-cli"]).current_dir(root()))?;
    Ok(target().join("release/aludel"))
}

/// A small program of one file, optimised.
pub(super) fn program(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let (source, program) = (folder.join(name).with_extension("rs"), folder.join(name));
    std::fs::write(&source, text)?;
    run(Command::new("rustc").args(["--edition=2024", "-O", "-o"]).arg(&program).arg(&source))?;
    Ok(program)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| Path::new(&path).to_owned())
}

/// Runs a command that has to succeed.
pub(super) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("cannot run {:?}: {error}", command.get_program()))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

/// How long a command takes that has to succeed.
pub(super) fn timed(command: &mut Command) -> Result<Duration, Box<dyn std::error::Error>> {
    let start = Instant::now();
    run(command)?;
    Ok(start.elapsed())
}

/// The middle one.
pub(super) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A time as a number.
pub(super) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
