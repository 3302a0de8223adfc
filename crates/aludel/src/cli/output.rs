//! What is printed: one JSON document, or lines for people.

use std::io::Write as _;

use aludel_core::error::Error;
use aludel_core::mask;
use anstyle::{AnsiColor, Style};
use clap::CommandFactory as _;
use serde::Serialize;

use super::args::{Color, Global};
use super::page::{Page, Paged};
use super::progress::{self, Live};

/// Green, for what is there.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
/// Yellow, for what wants attention.
pub(super) const NOTABLE: Style = AnsiColor::Yellow.on_default();
/// Red, for what is lost or went wrong.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();

/// Text in a style.
pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Where and how a command prints.
#[derive(Clone, Debug)]
pub(super) struct Printer {
    json: bool,
    quiet: bool,
    choice: anstream::ColorChoice,
    program: String,
    /// A terminal on which a run is shown as it goes on.
    live: Option<Live>,
}

impl Printer {
    pub(super) fn new(global: &Global, program: &str) -> Self {
        let choice = match global.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        let live = if global.json || global.quiet { None } else { Live::on_terminal() };
        Self { json: global.json, quiet: global.quiet, choice, program: program.to_owned(), live }
    }

    /// Prints what a command returned: the value as JSON, or the text for people.
    pub(super) fn result(&self, value: &impl Serialize, text: &str) {
        if self.json {
            let json = serde_json::to_string_pretty(value).unwrap_or_default();
            self.write_out(&format!("{}\n", self.in_our_words(&json)));
        } else if !self.quiet {
            self.write_out(&self.in_our_words(text));
        }
    }

    /// The terminal on which a run is shown as it goes on.
    pub(super) fn live(&self) -> Option<&Live> {
        self.live.as_ref()
    }

    /// Says something while a command is at work, in a line of its own.
    pub(super) fn interruption(&self, text: &str) {
        if !self.json && !self.quiet && !text.is_empty() {
            let end = self.live.as_ref().map(Live::end).unwrap_or_default();
            self.write_err(&format!("{end}{text}\n"));
        }
    }

    /// Whether JSON is asked for.
    pub(super) fn prints_json(&self) -> bool {
        self.json
    }

    /// Prints what may be long, as it is made: through a pager if it is for people.
    pub(super) fn stream(&self, paged: Paged, text: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) {
        if self.json || !self.quiet {
            Page::open(self.choice, if self.json { Paged::Never } else { paged }).print(text);
        }
    }

    /// Prints text as it is, for people and programs alike.
    pub(super) fn plain(&self, text: &str) {
        self.write_out(text);
    }

    /// Prints what is odd, where people look for it.
    pub(super) fn warnings(&self, warnings: &[String]) {
        if self.json || self.quiet {
            return;
        }
        let lines: String =
            warnings.iter().map(|warning| format!("{}: {warning}\n", styled(NOTABLE, "warning"))).collect();
        self.write_err(&self.in_our_words(&lines));
    }

    /// Prints what somebody is to answer.
    pub(super) fn prompt(&self, text: &str) {
        self.write_err(text);
    }

    /// Prints what could not be seen in whole.
    pub(super) fn notes(&self, notes: &[String]) {
        if self.json || self.quiet {
            return;
        }
        let lines: String = notes.iter().map(|note| format!("{}: {note}\n", styled(NOTABLE, "note"))).collect();
        self.write_err(&self.in_our_words(&lines));
    }

    /// Prints why a command stopped.
    pub(super) fn error(&self, error: &Error) {
        // What people type by mistake is told back to them, and may be a URL.
        let message = mask::text(&error.to_string()).into_owned();
        let help = error.help_text().map(|help| self.in_our_words(&mask::text(help)));
        if self.json {
            let document = serde_json::json!({
                "error": { "kind": error.kind().name(), "message": message, "help": help }
            });
            self.write_out(&format!("{document:#}\n"));
            return;
        }
        let mut text = String::new();
        let end = self.live.as_ref().map(Live::end).unwrap_or_default();
        text += end;
        let seen = self.live.is_some();
        if let Some(database) = error.database() {
            text += &self.live.as_ref().map_or_else(|| progress::heading(database), |live| live.heading(database));
        }
        for step in error.report().steps.iter().filter(|step| !step.skipped && !seen) {
            text += &format!("{} {}, {}\n", step.direction, step.revision, step.message);
        }
        text += &format!("{}: {message}\n", styled(BAD, "error"));
        if let Some(help) = help {
            text += &format!("  {}: {help}\n", styled(GOOD, "help"));
        }
        self.write_err(&text);
    }

    /// Prints what another crate says of the words that were typed, in its own colours.
    pub(super) fn complaint(&self, text: &str) {
        self.write_err(&mask::text(text));
    }

    /// The commands that texts name, as this program calls them. A name in SQL may begin as they do.
    fn in_our_words(&self, text: &str) -> String {
        const NAMED: &str = "`db ";
        if self.program == "db" || !text.contains(NAMED) {
            return text.to_owned();
        }
        let commands = super::Alone::command();
        let mut parts = text.split(NAMED);
        let mut ours = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let word = part.split([' ', '`']).next().unwrap_or_default();
            let program = if commands.find_subcommand(word).is_some() { self.program.as_str() } else { "db" };
            ours += &format!("`{program} {part}");
        }
        ours
    }

    fn write_out(&self, text: &str) {
        let mut out = anstream::AutoStream::new(std::io::stdout(), self.choice);
        // A reader that went away, such as `head`, has had enough.
        drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
    }

    fn write_err(&self, text: &str) {
        let mut out = anstream::AutoStream::new(std::io::stderr(), self.choice);
        drop(out.write_all(text.as_bytes()));
    }
}

/// Adds a line to a text.
pub(super) fn line(text: &mut String, line: impl std::fmt::Display) {
    *text += &format!("{line}\n");
}
