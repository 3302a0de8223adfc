//! `--sql`: prints a script, which is what somebody will run, so that `--quiet` prints it too.

use aludel_core::command::{self as core, OfflineReport, RunOptions, StampOptions};
use aludel_core::environment::Environment;
use aludel_core::error::Error;

use super::args::Run;
use super::exit::Exit;
use super::output::Printer;
use super::{with_dialect, with_run};

pub(super) async fn upgrade(
    environment: Environment,
    revision: &str,
    run: &Run,
    printer: &Printer,
) -> Result<Exit, Error> {
    let environment = prepared(environment, run)?;
    print(&core::upgrade_script(&environment, &RunOptions::to(revision)).await?, printer)
}

pub(super) async fn downgrade(
    environment: Environment,
    revision: &str,
    run: &Run,
    printer: &Printer,
) -> Result<Exit, Error> {
    let environment = prepared(environment, run)?;
    print(&core::downgrade_script(&environment, &RunOptions::to(revision)).await?, printer)
}

pub(super) async fn stamp(
    environment: Environment,
    revisions: &[String],
    dialect: Option<&str>,
    printer: &Printer,
) -> Result<Exit, Error> {
    let environment = with_dialect(environment, dialect, None)?;
    let options = StampOptions { revisions: revisions.to_vec(), purge: false };
    print(&core::stamp_script(&environment, &options).await?, printer)
}

fn prepared(environment: Environment, run: &Run) -> Result<Environment, Error> {
    with_dialect(with_run(environment, run)?, run.offline.dialect.as_deref(), run.offline.scratch.as_deref())
}

fn print(report: &OfflineReport, printer: &Printer) -> Result<Exit, Error> {
    if printer.prints_json() {
        printer.result(report, "");
    } else {
        printer.plain(&report.script);
    }
    Ok(Exit::Done)
}
