//! The case files of `tests/cases`: single changes, each on every server that it concerns.
//!
//! The database is built as it is before, gets rows, and is changed by what the comparison with a second database finds,
//! which was built directly as it is after. Then the two are equal, for our inspection and for the outside witness; the
//! rows are still there; and the way back leads to what was there at the start. `ALUDEL_CASE=text` runs those whose names
//! hold the text.

mod file;
mod round;

use std::path::Path;

use crate::harness::{Server, on_servers};
use file::Case;
use round::Round;

/// The words of a case for a server: its dialect, and its version.
fn dialect_of(server: &Server) -> (&'static str, Vec<u32>) {
    let (name, version) = server.label().split_once(' ').unwrap();
    let name = match name {
        "SQLite" => "sqlite",
        "PostgreSQL" => "postgres",
        "MySQL" => "mysql",
        "MariaDB" => "mariadb",
        other => panic!("{other}"),
    };
    (name, version.split('.').map_while(|part| part.parse().ok()).collect())
}

fn run_on(wanted: &str) {
    let wanted_name = std::env::var("ALUDEL_CASE").unwrap_or_default();
    let cases = Case::read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"));
    on_servers(
        |server| server.label().starts_with(wanted),
        async |database| {
            let (dialect, version) = dialect_of(database.server());
            let other = database.server().database("direct").await;
            let mut round = Round::new(database, &other);
            let (mut run, mut failed) = (0, Vec::new());
            for case in cases.iter().filter(|case| case.name.contains(&wanted_name)) {
                let Some(case) = case.on(dialect, &version) else { continue };
                run += 1;
                if let Err(error) = round.run(&case).await {
                    failed.push(format!("{}: {error}", case.name));
                }
            }
            let label = database.server().label();
            println!("{label}: {run} cases");
            assert!(failed.is_empty(), "{label}: {} of {run} cases failed\n\n{}", failed.len(), failed.join("\n\n"));
        },
    );
}

#[test]
fn cases_on_sqlite() {
    run_on("SQLite");
}

#[test]
fn cases_on_postgres() {
    run_on("PostgreSQL");
}

#[test]
fn cases_on_mysql() {
    run_on("MySQL");
}

#[test]
fn cases_on_mariadb() {
    run_on("MariaDB");
}

#[test]
fn there_are_as_many_cases_as_we_say() {
    let cases = Case::read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases"));
    assert!(cases.len() >= 150, "{}", cases.len());
}
