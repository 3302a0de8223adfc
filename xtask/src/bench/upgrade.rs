//! How long it takes to run a thousand revisions of one table each, and to find that there is nothing to do, beside the
//! tools that are installed.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::tools::{aludel, median, milliseconds, run, timed};
use crate::Outcome;
use crate::servers;

/// How many revisions there are.
const REVISIONS: usize = 1000;
/// How often each tool runs them, in turn with the others.
const RUNS: usize = 5;

/// A tool, and how it is told to apply what is pending in a folder.
struct Tool {
    name: &'static str,
    program: PathBuf,
    arguments: &'static [&'static str],
    /// Its folder of revisions.
    folder: &'static str,
    /// The name of the file of a revision with some SQL, and its text.
    file: fn(usize, &str) -> (String, String),
}

/// Runs all of it on SQLite and on PostgreSQL, if there is a server.
pub(super) fn upgrade() -> Outcome {
    let folder = tempfile::tempdir()?;
    let tools = tools()?;
    tools.iter().try_for_each(|tool| write(tool, folder.path()))?;
    let scene = Scene { folder: folder.path(), tools: &tools };
    scene.measure("SQLite", |run| {
        let file = folder.path().join(format!("bench{run}.db"));
        // The tools that do not make it themselves find an empty one.
        fs::write(&file, "")?;
        Ok(format!("sqlite://{}", file.display()))
    })?;
    let servers = servers::all()?;
    let postgres = servers.iter().filter_map(servers::Server::url).find(|url| url.starts_with("postgres"));
    let Some(url) = postgres else {
        println!("PostgreSQL is left out: there is no server");
        return Ok(());
    };
    let server = url.rsplit_once('/').map_or(url.as_str(), |(server, _)| server).to_owned();
    let psql = |sql: &str| run(Command::new("psql").args(["-q", "-d", &format!("{server}/postgres"), "-c", sql]));
    let name = |number: usize| format!("aludel_bench_{}_{number}", std::process::id());
    let measured = scene.measure("PostgreSQL", |number| {
        psql(&format!("CREATE DATABASE {}", name(number)))?;
        Ok(format!("{server}/{}?sslmode=disable", name(number)))
    });
    for number in 0..RUNS * tools.len() {
        psql(&format!("DROP DATABASE IF EXISTS {}", name(number)))?;
    }
    measured
}

/// Where the tools run.
struct Scene<'a> {
    folder: &'a Path,
    tools: &'a [Tool],
}

impl Scene<'_> {
    /// Runs the tools in turn, each time on an empty database, and prints what is in the middle.
    fn measure(&self, database: &str, mut empty: impl FnMut(usize) -> Result<String, Box<dyn Error>>) -> Outcome {
        let mut times: Vec<(Vec<Duration>, Vec<Duration>)> = self.tools.iter().map(|_| (vec![], vec![])).collect();
        let mut number = 0;
        for _ in 0..RUNS {
            for (tool, (apply, nothing)) in self.tools.iter().zip(&mut times) {
                let url = empty(number)?;
                number += 1;
                apply.push(timed(&mut self.command(tool, &url))?);
                nothing.push(timed(&mut self.command(tool, &url))?);
            }
        }
        println!("{REVISIONS} pending revisions of one table, and nothing to do, {database}, median of {RUNS}:");
        for (tool, (apply, nothing)) in self.tools.iter().zip(times) {
            let [apply, nothing] = [apply, nothing].map(|times| milliseconds(median(times)));
            println!("  {:8} {apply:9.1} ms {nothing:9.1} ms", tool.name);
        }
        Ok(())
    }

    fn command(&self, tool: &Tool, url: &str) -> Command {
        let mut command = Command::new(&tool.program);
        command.args(tool.arguments).current_dir(self.folder).env("DATABASE_URL", dialled(tool, url));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

/// A URL in the words of a tool.
fn dialled(tool: &Tool, url: &str) -> String {
    match url.strip_prefix("sqlite:///") {
        Some(path) if tool.name == "dbmate" => format!("sqlite:/{path}"),
        _ => url.to_owned(),
    }
}

/// Ours, and those of the others that are installed.
fn tools() -> Result<Vec<Tool>, Box<dyn Error>> {
    let mut tools = vec![Tool {
        name: "aludel",
        program: aludel()?,
        arguments: &["upgrade", "--directory", "migrations"],
        folder: "migrations/versions",
        file: |number, sql| {
            let parent = number.checked_sub(1).map_or("base".to_owned(), id);
            let text =
                format!("-- {0}\n--\n-- revision: {0}\n-- revises: {parent}\n\n-- aludel: upgrade\n{sql}", id(number));
            (format!("{}.sql", id(number)), text)
        },
    }];
    let others = [
        Tool {
            name: "sqlx",
            program: PathBuf::from("sqlx"),
            arguments: &["migrate", "run", "--source", "sqlx"],
            folder: "sqlx",
            file: |number, sql| (format!("{:014}_table.sql", number + 1), sql.to_owned()),
        },
        Tool {
            name: "dbmate",
            program: PathBuf::from("dbmate"),
            arguments: &["--no-dump-schema", "--migrations-dir", "dbmate", "migrate"],
            folder: "dbmate",
            file: |number, sql| {
                (format!("{:014}_table.sql", number + 1), format!("-- migrate:up\n{sql}-- migrate:down\n"))
            },
        },
    ];
    for tool in others {
        let asked = Command::new(&tool.program).arg("--version").stdout(Stdio::null()).status();
        if asked.is_ok_and(|status| status.success()) {
            tools.push(tool);
        } else {
            println!("{} is not installed, and left out", tool.name);
        }
    }
    Ok(tools)
}

fn id(number: usize) -> String {
    format!("r{number:05}")
}

fn write(tool: &Tool, folder: &Path) -> Outcome {
    let versions = folder.join(tool.folder);
    fs::create_dir_all(&versions)?;
    for number in 0..REVISIONS {
        let sql = format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL);\n");
        let (name, text) = (tool.file)(number, &sql);
        fs::write(versions.join(name), text)?;
    }
    if tool.name == "aludel" {
        fs::write(folder.join("migrations/head"), format!("{}\n", id(REVISIONS - 1)))?;
    }
    Ok(())
}
