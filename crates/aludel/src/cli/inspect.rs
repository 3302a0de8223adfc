//! `inspect`: a schema, printed or written to a file.

use aludel_core::command::{self as core, InspectAs, Inspected};
use aludel_core::environment::{Environment, Overwrite, Source, write_file};
use aludel_core::error::Error;
use aludel_core::script::Moments;

use super::args::{Inspecting, TimeCrate};
use super::exit::Exit;
use super::output::Printer;
use super::text;

/// Reads a schema, and prints it or writes it to a file.
pub(super) async fn inspect(environment: &Environment, asked: &Inspecting, printer: &Printer) -> Result<Exit, Error> {
    let source = asked.source.as_deref().map_or(Source::Database, Source::parse);
    let inspected = core::inspect(environment, &source, wanted(asked)).await?;
    printer.notes(&inspected.notes());
    let document = document(&inspected, asked);
    match &asked.output {
        Some(path) => {
            write_file(path, &document, if asked.force { Overwrite::Yes } else { Overwrite::No })?;
            let report = serde_json::json!({ "path": path, "notes": inspected.notes() });
            printer.result(&report, &text::wrote(path));
        }
        None if asked.sql && printer.prints_json() => printer.result(&inspected.sql, ""),
        None if asked.rust && printer.prints_json() => {
            printer.result(&serde_json::json!({ "text": document, "notes": inspected.notes() }), "");
        }
        None => printer.plain(&document),
    }
    Ok(Exit::Done)
}

fn wanted(asked: &Inspecting) -> InspectAs {
    let moments = match asked.time_crate {
        TimeCrate::Chrono => Moments::Chrono,
        TimeCrate::Time => Moments::Time,
    };
    match (asked.sql, asked.rust) {
        (true, _) => InspectAs::Sql,
        (false, true) => InspectAs::Models(moments),
        (false, false) => InspectAs::Schema,
    }
}

fn document(inspected: &Inspected, asked: &Inspecting) -> String {
    match &inspected.models {
        Some(models) => models.text.clone(),
        None if asked.sql => text::statements(&inspected.sql),
        None => format!("{}\n", serde_json::to_string_pretty(inspected).unwrap_or_default()),
    }
}
