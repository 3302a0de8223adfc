//! Measures what the project promises about speed: always as a ratio within one run, since machines differ.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{Outcome, root};

/// `cargo xtask bench`: all of them, or the one that is named.
pub(crate) fn bench(arguments: &[&str]) -> Outcome {
    match arguments {
        [] => start_up().and_then(|()| build()),
        ["start-up"] => start_up(),
        ["build"] => build(),
        _ => Err("`cargo xtask bench` takes `start-up`, `build` or nothing".into()),
    }
}

/// How long `aludel current` takes from start to exit when there is nothing to do, beside a program that does nothing.
fn start_up() -> Outcome {
    const RUNS: usize = 41;
    let folder = tempfile::tempdir()?;
    run(Command::new("cargo").args(["build", "--release", "--quiet", "-p", "aludel-cli"]).current_dir(root()))?;
    let aludel = target().join("release/aludel");
    let empty = empty_program(&folder)?;
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

/// What Aludel with one driver adds to the clean debug build of an application that has sqlx already.
fn build() -> Outcome {
    let sqlx = r#"sqlx = { version = "0.9", default-features = false, features = ["derive", "macros", "runtime-tokio", "sqlite-bundled"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
clap = { version = "4.6", features = ["derive"] }"#;
    let path = root().join("crates/aludel");
    let aludel = format!(
        "aludel = {{ path = {:?}, default-features = false, features = [\"cli\", \"sqlite\"] }}",
        path.display().to_string()
    );
    let before = cpu_of_a_clean_build(sqlx)?;
    let after = cpu_of_a_clean_build(&format!("{sqlx}\n{aludel}"))?;
    println!("clean debug build of an application with sqlx, tokio and clap, CPU seconds:");
    println!("  without Aludel    {before:6.1} s");
    println!("  with Aludel       {after:6.1} s");
    println!("  ratio             {:6.2}", after / before);
    Ok(())
}

fn cpu_of_a_clean_build(dependencies: &str) -> Result<f64, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let manifest = format!(
        "[package]\nname = \"bench\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n"
    );
    std::fs::write(folder.path().join("Cargo.toml"), manifest)?;
    std::fs::create_dir(folder.path().join("src"))?;
    std::fs::write(folder.path().join("src/main.rs"), "fn main() {}\n")?;
    std::fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock"))?;
    // Whatever has to be fetched is fetched before the clock starts.
    run(Command::new("cargo").args(["fetch", "--quiet"]).current_dir(folder.path()))?;
    let script = "TIMEFORMAT='%U %S'; time cargo build --quiet --target-dir target";
    let output = Command::new("bash").args(["-c", script]).current_dir(folder.path()).output()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("the build failed: {text}").into());
    }
    let seconds =
        text.lines().last().unwrap_or_default().split_whitespace().filter_map(|word| word.parse::<f64>().ok());
    Ok(seconds.sum())
}

/// A program that does nothing, optimised.
fn empty_program(folder: &TempDir) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let (source, program) = (folder.path().join("empty.rs"), folder.path().join("empty"));
    std::fs::write(&source, "fn main() {}\n")?;
    run(Command::new("rustc").args(["--edition=2024", "-O", "-o"]).arg(&program).arg(&source))?;
    Ok(program)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| Path::new(&path).to_owned())
}

fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("cannot run {:?}: {error}", command.get_program()))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

fn timed(command: &mut Command) -> Result<Duration, Box<dyn std::error::Error>> {
    let start = Instant::now();
    run(command)?;
    Ok(start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
