//! The project's own tasks: `cargo xtask <task>`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task reports to the person who runs it")]

mod bench;
mod fuzz;
mod proofs;
mod test;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

use xtask::{Outcome, servers};

const HELP: &str = "\
cargo xtask <task>

  test [--filter TEXT]    run every test, on every database that can be found, started or installed
  bless                   run the tests and rewrite the recorded output
  bench [SUBJECT]..       measure what the project promises about speed: start-up, build, graph, compare, upgrade
  fuzz [TARGET].. [--count N] [--seed S]
                          try the laws about hostile texts on ten million of them, or N
  tidy                    check what the compiler cannot: layout, order of modules, words, sizes
  servers                 start the private database servers, print their addresses, wait for Enter

The databases: ALUDEL_TEST_URLS names them, separated by blanks; else private servers of PostgreSQL, MariaDB and MySQL are
started on free ports. ALUDEL_TEST_ONLY=sqlite leaves all servers out.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test", rest @ ..] => test::test(rest),
        ["bless"] => test::bless(),
        ["bench", rest @ ..] => bench::bench(rest),
        ["fuzz", rest @ ..] => fuzz::fuzz(rest),
        ["tidy"] => tidy::tidy(),
        ["servers"] => servers::wait(),
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The root folder of the project.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}
