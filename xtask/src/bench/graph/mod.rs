//! How long commands take with ten thousand revisions, beside a program that only reads the same files, and beside Alembic
//! where Python has it; whether that grows with their number alone; how much memory it takes.

mod alembic;
mod history;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::tools::{aludel, median, milliseconds, program, run, timed};
use crate::Outcome;

/// The number of revisions that the promise is about.
const MANY: usize = 10_000;
/// Numbers to see the growth by.
const GROWTH: [usize; 4] = [1_000, 5_000, 10_000, 50_000];
const RUNS: usize = 9;

/// Reads every file below a folder, and does nothing with it.
const READER: &str = r#"fn main() {
    let (mut folders, mut bytes) = (vec![std::path::PathBuf::from(std::env::args().nth(1).unwrap())], 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                bytes += std::fs::read_to_string(entry.path()).unwrap().len();
            }
        }
    }
    println!("{bytes}");
}
"#;

/// Runs a command and prints the most memory that it held, in kilobytes.
const MEASURER: &str = r#"use std::os::raw::{c_int, c_long};
#[repr(C)]
#[derive(Default)]
struct Usage {
    times: [c_long; 4],
    most: c_long,
    others: [c_long; 13],
}
unsafe extern "C" {
    fn wait4(id: c_int, status: *mut c_int, options: c_int, usage: *mut Usage) -> c_int;
}
fn main() {
    let mut words = std::env::args().skip(1);
    let mut command = std::process::Command::new(words.next().unwrap());
    let child = command.args(words).stdout(std::process::Stdio::null()).spawn().unwrap();
    let (mut status, mut usage) = (0, Usage::default());
    unsafe { wait4(child.id() as c_int, &mut status, 0, &mut usage) };
    assert_eq!(status, 0);
    println!("{}", usage.most);
}
"#;

/// What is measured, by the arguments.
const COMMANDS: [(&str, &[&str]); 7] = [
    ("heads: list, load, check", &["heads"]),
    ("show: and resolve", &["show", "head"]),
    ("history: and print", &["history"]),
    ("history --graph", &["history", "--graph"]),
    ("history --json", &["history", "--json"]),
    ("current: and read the ledger", &["current"]),
    ("upgrade --dry-run: and plan", &["upgrade", "--dry-run"]),
];

/// Measures it.
pub(super) fn graph() -> Outcome {
    let folder = tempfile::tempdir()?;
    let bench = Bench {
        aludel: aludel()?,
        reader: program(folder.path(), "reader", READER)?,
        measurer: program(folder.path(), "measurer", MEASURER)?,
        folder: folder.path().to_owned(),
    };
    bench.commands()?;
    bench.growth()?;
    alembic::beside(&bench.folder, &bench.project(MANY)?)
}

struct Bench {
    aludel: PathBuf,
    reader: PathBuf,
    measurer: PathBuf,
    folder: PathBuf,
}

impl Bench {
    /// A folder with so many revisions; the database stands a little below the last one.
    fn project(&self, size: usize) -> Result<PathBuf, Box<dyn std::error::Error>> {
        let project = self.folder.join(size.to_string());
        if !project.is_dir() {
            std::fs::create_dir(&project)?;
            let stands_at = history::write(&project, size)?;
            run(&mut self.command(&project, &["heads", "--write"]))?;
            run(&mut self.command(&project, &["stamp", &stands_at]))?;
        }
        Ok(project)
    }

    fn command(&self, project: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(&self.aludel);
        command.args(words).args(["--url", "sqlite://bench.db"]).current_dir(project).stdout(Stdio::null());
        command
    }

    fn read(&self, project: &Path) -> Result<Duration, Box<dyn std::error::Error>> {
        let mut reader = Command::new(&self.reader);
        reader.arg(project.join("migrations")).stdout(Stdio::null());
        middle(|| timed(&mut reader))
    }

    /// Every command on many revisions.
    fn commands(&self) -> Outcome {
        let project = self.project(MANY)?;
        // Once unmeasured, so that the system holds all the files.
        self.read(&project)?;
        let plain = self.read(&project)?;
        println!("{MANY} revisions in files of both formats, release, median of {RUNS}:");
        println!("  {:<30} {:7.1} ms", "a program that only reads them", milliseconds(plain));
        for (name, words) in COMMANDS {
            let taken = middle(|| timed(&mut self.command(&project, words)))?;
            let ratio = taken.as_secs_f64() / plain.as_secs_f64();
            println!("  {name:<30} {:7.1} ms  {ratio:5.2} times that", milliseconds(taken));
        }
        Ok(())
    }

    /// The growth, and the memory.
    fn growth(&self) -> Outcome {
        println!(
            "growth: milliseconds for each thousand revisions, and the most memory of `history` and `history --graph`"
        );
        for size in GROWTH {
            let project = self.project(size)?;
            let plain = self.read(&project)?;
            let heads = middle(|| timed(&mut self.command(&project, &["heads"])))?;
            let history = middle(|| timed(&mut self.command(&project, &["history"])))?;
            let each = |taken| milliseconds(taken) * 1000.0 / size as f64;
            let memory = |words: &[&str]| self.memory(&project, words);
            println!(
                "  {size:>6}  plain {:5.1}  heads {:5.1}  history {:5.1}  {:5.1} MB  {:5.1} MB",
                each(plain),
                each(heads),
                each(history),
                memory(&["history"])?,
                memory(&["history", "--graph"])?
            );
        }
        Ok(())
    }

    /// The most memory that a command holds, in megabytes.
    fn memory(&self, project: &Path, words: &[&str]) -> Result<f64, Box<dyn std::error::Error>> {
        let mut command = Command::new(&self.measurer);
        let output = command.arg(&self.aludel).args(words).current_dir(project).output()?;
        let kilobytes: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
        Ok(kilobytes / 1024.0)
    }
}

/// The median of some runs.
fn middle(
    mut measure: impl FnMut() -> Result<Duration, Box<dyn std::error::Error>>,
) -> Result<Duration, Box<dyn std::error::Error>> {
    Ok(median((0..RUNS).map(|_| measure()).collect::<Result<_, _>>()?))
}
