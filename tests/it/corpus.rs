//! Schemas of real applications, from the folder that `ALUDEL_CORPUS` names: each loads, is equal to itself, and is built
//! again from what was inspected, so that the outside witness sees the same. What cannot be is listed by its reason.

use std::collections::BTreeSet;
use std::path::PathBuf;

use aludel_core::connection::Connection;
use aludel_core::diff::{Renames, diff};
use aludel_core::operation::Operation;
use aludel_core::plan::plan;
use aludel_core::schema::Schema;
use aludel_drivers::System;

use crate::harness::{TestDatabase, on_servers};
use crate::rounds::{Sight, compare, emptied, run_script};
use crate::witness::difference;

/// The scripts for a server, or none.
pub(crate) fn scripts(folder: &str) -> Vec<PathBuf> {
    let Some(corpus) = std::env::var_os("ALUDEL_CORPUS") else {
        println!("skipped: ALUDEL_CORPUS names no folder");
        return Vec::new();
    };
    let entries = std::fs::read_dir(PathBuf::from(corpus).join(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    // A script that makes a database of its own would leave it behind.
    files.retain(|path| path.extension().is_some_and(|end| end == "sql") && !path.to_string_lossy().contains("owndb"));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn corpus_on(system: System, folder: &str) {
    let scripts = scripts(folder);
    if scripts.is_empty() {
        return;
    }
    on_servers(
        |server| server.system() == system,
        async |database| {
            let again = database.server().database("again").await;
            let mut failed = Vec::new();
            for script in &scripts {
                let text = std::fs::read_to_string(script).unwrap();
                let name = script.file_stem().unwrap().to_string_lossy().into_owned();
                let report = Report::of(database, &again, &text).await;
                println!("{} on {}: {}", name, database.server().label(), report.summary());
                if !report.unexplained.is_empty() {
                    failed.push(format!("{name}:\n{}", report.unexplained.join("\n")));
                }
            }
            assert!(failed.is_empty(), "{}", failed.join("\n\n"));
        },
    );
}

#[test]
fn corpus_on_sqlite() {
    corpus_on(System::Sqlite, "sqlite");
}

#[test]
fn corpus_on_postgres() {
    corpus_on(System::Postgres, "postgres");
}

#[test]
fn corpus_on_mysql_and_mariadb() {
    corpus_on(System::MySql, "mysql");
}

/// What became of one schema.
#[derive(Default)]
struct Report {
    tables: usize,
    views: usize,
    /// Statements of the script that the server refused.
    not_loaded: Vec<String>,
    /// What inspection says that it cannot say.
    notes: Vec<String>,
    /// Operations that the server refused.
    refused: Vec<String>,
    /// What the witness tells apart, and the notes and refusals explain.
    explained: Vec<String>,
    /// What nothing explains.
    unexplained: Vec<String>,
}

impl Report {
    async fn of(database: &TestDatabase, again: &TestDatabase, script: &str) -> Self {
        let mut report = Self::default();
        let mut connection = emptied(database).await;
        report.not_loaded = run_script(&mut *connection, script).await;
        let found = Sight::of(database, &mut *connection).await;
        let dialect = connection.dialect();
        connection.close().await.unwrap();
        (report.tables, report.views) = (found.schema().tables.len(), found.schema().views.len());
        assert!(report.tables > 0);
        let itself = compare(&*dialect, found.schema(), found.schema(), &[]);
        report.unexplained.extend(itself.iter().map(|operation| format!("not equal to itself: {operation}")));
        let mut excused = BTreeSet::new();
        for note in &found.inspection.not_understood {
            excused.insert(note.part.clone().unwrap_or_else(|| note.object.name.clone()));
            let part = note.part.as_deref().map(|part| format!(".{part}")).unwrap_or_default();
            report.notes.push(format!("{}{part}: {}", note.object, note.reason));
        }

        let mut connection = emptied(again).await;
        report.build(&mut *connection, found.schema(), &mut excused).await;
        let built = Sight::of(again, &mut *connection).await;
        connection.close().await.unwrap();
        for line in difference(&found.witness, &built.witness) {
            let is_excused = excused.iter().any(|name| line.contains(name.as_str()));
            // Functions and what calls them are no part of the schema.
            let is_other = ["trigger ", "policy "].iter().any(|word| line[2..].starts_with(word));
            if is_excused || is_other { report.explained.push(line) } else { report.unexplained.push(line) }
        }
        if report.refused.is_empty() {
            let left = compare(&*dialect, built.schema(), found.schema(), &[]);
            report.unexplained.extend(left.iter().map(|operation| format!("a difference is left: {operation}")));
        }
        report
    }

    /// Builds the schema, one operation after the other; what is refused is noted.
    async fn build(&mut self, connection: &mut dyn Connection, schema: &Schema, excused: &mut BTreeSet<String>) {
        let dialect = connection.dialect();
        let mut before = Schema::default();
        for operation in diff(&Schema::default(), schema, &Renames::default()) {
            let planned = match plan(&*dialect, &before, std::slice::from_ref(&operation)) {
                Ok(planned) => planned,
                Err(error) => {
                    self.refused.push(format!("{operation}: {error}"));
                    excused.extend(made_by(&operation));
                    continue;
                }
            };
            for statement in planned.script() {
                if let Err(error) = connection.execute(&statement.sql).await {
                    self.refused.push(format!("{operation}: {error}"));
                    excused.extend(made_by(&operation));
                    break;
                }
            }
            before = planned.after.unwrap();
        }
    }

    fn summary(&self) -> String {
        let mut text = format!("{} tables, {} views", self.tables, self.views);
        for (what, lines) in [
            ("not loaded", &self.not_loaded),
            ("not understood", &self.notes),
            ("not built", &self.refused),
            ("told apart, with a reason", &self.explained),
            ("told apart", &self.unexplained),
        ] {
            for line in lines {
                let line: String = line.chars().take(200).collect();
                text.push_str(&format!("\n    {what}: {}", line.replace('\n', " ")));
            }
        }
        text
    }
}

/// The names that go missing with an operation.
fn made_by(operation: &Operation) -> Vec<String> {
    match operation {
        Operation::CreateTable { table } => vec![table.name.name.clone()],
        Operation::CreateView { view } => vec![view.name.name.clone()],
        Operation::CreateConstraint { constraint, .. } => vec![constraint.name().to_owned()],
        Operation::CreateIndex { index, .. } => vec![index.name.clone()],
        _ => Vec::new(),
    }
}
