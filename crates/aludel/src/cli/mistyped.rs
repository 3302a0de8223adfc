//! What cannot be parsed: said as clap says it, or as one JSON document where that is asked for.

use std::process::ExitCode;

use aludel_core::error::{Error, ErrorKind};
use clap::error::ErrorKind as Clap;

use super::args::Global;
use super::exit::Exit;
use super::output::Printer;

/// Prints why the arguments make no sense, or the help or version that they ask for, and returns the exit code.
pub(super) fn report(error: &clap::Error, program: &str) -> ExitCode {
    // Nothing is parsed, so whether JSON is asked for can only be seen in the words themselves.
    let wants_json = std::env::args_os().any(|word| word == "--json");
    if !error.use_stderr() {
        // A reader that went away has had enough.
        drop(error.print());
        return Exit::Done.into();
    }
    if !wants_json {
        Printer::new(&Global::default(), program).complaint(&error.render().ansi().to_string());
        return Exit::Usage.into();
    }
    let global = Global { json: true, ..Global::default() };
    let error = Error::new(ErrorKind::Usage, message(error)).help(format!("run `{program} --help`"));
    Printer::new(&global, program).error(&error);
    Exit::Usage.into()
}

/// The first paragraph of what clap says.
fn message(error: &clap::Error) -> String {
    if matches!(error.kind(), Clap::MissingSubcommand | Clap::DisplayHelpOnMissingArgumentOrSubcommand) {
        return "no command is named".to_owned();
    }
    let text = error.render().to_string();
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let lines = paragraph.strip_prefix("error: ").unwrap_or(paragraph).lines().map(str::trim);
    lines.collect::<Vec<_>>().join(" ")
}
