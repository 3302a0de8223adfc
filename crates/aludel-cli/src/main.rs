//! The standalone binary: the `db` group without an application around it, with revisions in SQL.

use std::process::ExitCode;

use aludel::{Format, Migrate};

fn main() -> ExitCode {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(aludel::cli::main(Migrate::new().format(Format::Sql))),
        Err(error) => aludel::cli::fail(&error),
    }
}
