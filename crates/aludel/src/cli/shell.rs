//! `shell`: the database's own client, or a small prompt where that is not installed.

use std::io::IsTerminal as _;
use std::process::Command;

use aludel_core::connection::{Connection, Row};
use aludel_core::environment::Environment;
use aludel_core::error::{Error, ErrorKind};

use super::exit::Exit;
use super::output::Printer;

/// Opens a client on the database, and returns when it ends.
pub(super) async fn shell(environment: &Environment, printer: &Printer) -> Result<Exit, Error> {
    if let Some(client) = environment.connector.client() {
        match Command::new(client.program).args(client.arguments).envs(client.variables).status() {
            Ok(status) => return Ok(if status.success() { Exit::Done } else { Exit::Error }),
            // The client is not installed; the prompt below does for a look.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::new(ErrorKind::Usage, format!("cannot start the client: {error}"))),
        }
    }
    let mut connection = environment.connect_to_read().await?;
    let prompted = prompt(&mut *connection, printer).await;
    environment.end(connection).await?;
    prompted
}

/// Reads statements, each up to a semicolon at the end of a line, and prints what they return.
async fn prompt(connection: &mut dyn Connection, printer: &Printer) -> Result<Exit, Error> {
    let asks = std::io::stdin().is_terminal();
    let mut exit = Exit::Done;
    let mut statement = String::new();
    loop {
        if asks {
            printer.plain(if statement.is_empty() { "sql> " } else { "  -> " });
        }
        let mut line = String::new();
        if std::io::stdin().read_line(&mut line).is_ok_and(|length| length == 0) {
            break;
        }
        statement += &line;
        if !line.trim_end().ends_with(';') {
            continue;
        }
        match connection.query(statement.trim()).await {
            Ok(rows) => printer.plain(&rows.iter().map(shown).collect::<String>()),
            Err(error) => {
                printer.error(&Error::new(ErrorKind::Statement, error.to_string()));
                exit = Exit::Error;
            }
        }
        statement.clear();
    }
    Ok(exit)
}

/// A row as one line, tabs between the values.
fn shown(row: &Row) -> String {
    row.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t") + "\n"
}
