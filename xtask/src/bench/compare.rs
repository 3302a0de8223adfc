//! How long the comparison takes of many tables of which none was changed.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::tools::{aludel, median, milliseconds, run, timed};
use crate::{Outcome, root};

/// Tables of ten columns, a foreign key and an index each.
const TABLES: usize = 1000;

/// The comparison with SQLite, and with each server of `ALUDEL_TEST_URLS`.
pub(super) fn compare() -> Outcome {
    let aludel = aludel()?;
    println!("{TABLES} unchanged tables of 10 columns, a foreign key and an index, release, start to exit:");
    run(Command::new("cargo")
        .args(["bench", "--quiet", "-p", "aludel-core", "--bench", "against_scripts"])
        .current_dir(root()))?;
    let folder = tempfile::tempdir()?;
    measure(&aludel, "SQLite", &format!("sqlite://{}", folder.path().join("bench.db").display()))?;
    let servers = std::env::var("ALUDEL_TEST_URLS").unwrap_or_default();
    for server in servers.split([',', ' ', '\n']).filter(|url| !url.is_empty()) {
        let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
        let usual = if base.starts_with("postgres") { "postgres" } else { "mysql" };
        let name = format!("aludel_bench_{}", std::process::id());
        let admin = |statement: &str| type_in(&aludel, &format!("{base}/{usual}"), statement);
        admin(&format!("CREATE DATABASE {name};\n"))?;
        let measured = measure(&aludel, base, &format!("{base}/{name}"));
        admin(&format!("DROP DATABASE {name};\n"))?;
        measured?;
    }
    Ok(())
}

/// Makes the tables and compares them with what they were made from.
fn measure(aludel: &Path, label: &str, url: &str) -> Outcome {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("models.json"), models())?;
    let command = |words: &[&str]| {
        let mut command = Command::new(aludel);
        command.args(words).args(["--url", url]).current_dir(folder.path()).stdout(Stdio::null());
        command
    };
    run(&mut command(&["init", "--quiet"]))?;
    run(&mut command(&["migrate", "--quiet", "--models", "models.json", "-m", "all"]))?;
    run(&mut command(&["upgrade", "--quiet"]))?;
    if url.starts_with("sqlite://") {
        against_scripts(&command)?;
    }
    // The tables stay, and no script is left whose effect would have to be known.
    run(&mut command(&["stamp", "--quiet", "base"]))?;
    std::fs::remove_dir_all(folder.path().join("migrations/versions"))?;
    std::fs::create_dir(folder.path().join("migrations/versions"))?;
    std::fs::write(folder.path().join("migrations/head"), "")?;
    let (current, check) = beside(&command, &["current"], &["check", "--models", "models.json"])?;
    let comparison = check - current;
    println!("  {label}: current {current:.1} ms, check {check:.1} ms, the comparison {comparison:.1} ms");
    match url.strip_prefix("sqlite://") {
        Some(file) => beside_alembic(file, comparison),
        None => Ok(()),
    }
}

/// Prints how long the comparison with the scripts alone takes: their SQL is run in a scratch database.
fn against_scripts(command: &dyn Fn(&[&str]) -> Command) -> Outcome {
    let check = ["check", "--models", "models.json", "--against", "scripts"];
    let (heads, check) = beside(command, &["heads"], &check)?;
    println!("  scripts in SQL: heads {heads:.1} ms, check {check:.1} ms, the comparison {:.1} ms", check - heads);
    Ok(())
}

/// How many milliseconds two commands take, each of them run in turn.
fn beside(
    command: &dyn Fn(&[&str]) -> Command,
    one: &[&str],
    other: &[&str],
) -> Result<(f64, f64), Box<dyn std::error::Error>> {
    const RUNS: usize = 7;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        first.push(timed(&mut command(one))?);
        second.push(timed(&mut command(other))?);
    }
    Ok((milliseconds(median(first)), milliseconds(median(second))))
}

/// Prints how long Alembic compares the same tables with models that were read from them, without starting Python.
fn beside_alembic(file: &str, comparison: f64) -> Outcome {
    const COMPARE: &str = "\
import sys, time
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine
engine, models = create_engine('sqlite:///' + sys.argv[1]), MetaData()
models.reflect(engine)
with engine.connect() as connection:
    start = time.perf_counter()
    compare_metadata(MigrationContext.configure(connection), models)
    print((time.perf_counter() - start) * 1000)
";
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&python).args(["-c", COMPARE, file]).stderr(Stdio::null()).output();
    let took = output.ok().and_then(|output| String::from_utf8_lossy(&output.stdout).trim().parse::<f64>().ok());
    match took {
        Some(took) => println!("    Alembic {took:.1} ms, ratio {:.1}", took / comparison),
        None => println!("    Alembic is not there for {python}: not measured"),
    }
    Ok(())
}

/// Types into the client of a server.
fn type_in(aludel: &Path, url: &str, text: &str) -> Outcome {
    let mut command = Command::new(aludel);
    command.args(["shell", "--url", url]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn()?;
    if let Some(input) = &mut child.stdin {
        input.write_all(text.as_bytes())?;
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(format!("{text}: {status}").into()) }
}

/// The tables as a schema in JSON.
fn models() -> String {
    let mut tables = String::new();
    for number in 0..TABLES {
        let comma = if number == 0 { "" } else { "," };
        let mut columns = r#"{"name":"id","type":{"kind":"integer","width":"regular"}},{"name":"parent_id","type":{"kind":"integer","width":"regular"},"nullable":true}"#.to_owned();
        for column in 0..8 {
            let _ = write!(columns, r#",{{"name":"column_{column}","type":{{"kind":"varchar","length":50}}}}"#);
        }
        let _ = write!(
            tables,
            r#"{comma}{{"name":"table_{number}","columns":[{columns}],"constraints":[
                {{"kind":"primary_key","name":"pk_table_{number}","columns":["id"]}},
                {{"kind":"foreign_key","name":"fk_table_{number}","columns":["parent_id"],
                  "referred_table":"table_{parent}","referred_columns":["id"]}}],
              "indexes":[{{"name":"ix_table_{number}","parts":[{{"target":{{"column":"parent_id"}}}}]}}]}}"#,
            parent = number.saturating_sub(1),
        );
    }
    format!(r#"{{"tables":[{tables}]}}"#)
}
