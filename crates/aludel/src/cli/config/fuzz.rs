//! Hostile configuration: no panic, and a password is in no message.

use std::path::Path;

use aludel_core::environment::Source;
use aludel_core::error::Error;
use aludel_core::mask;
use aludel_fuzz::fuzz;

use super::{File, listed, pairs, url_in};

const TOML: [&str; 46] = [
    "url",
    "directory",
    "version_locations",
    "models",
    "format",
    "lock_timeout",
    "single_transaction",
    "ledger",
    "namespaces",
    "exclude",
    "colour",
    " = ",
    "=",
    ".",
    "\n",
    "\n\n",
    "#",
    "# why\n",
    "[",
    "]",
    "[[",
    "[a]\n",
    "{",
    "}",
    ", ",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\u0000",
    "\\U0010FFFF",
    "\\x",
    "60",
    "-1",
    "1e400",
    "99999999999999999999",
    "true",
    "false",
    "\"sql\"",
    "\"rust\"",
    "[\"auth\"]",
    "2026-11-20T09:06:00Z",
    "inf",
    "\"app.db\"",
    "\r\n",
    "\"mysql://root:zitrone@db/shop\"",
];

const DOTENV: [&str; 22] = [
    "DATABASE_URL",
    "export ",
    "=",
    "\n",
    "#",
    " ",
    "\"",
    "'",
    "\\",
    "\\n",
    "$",
    "${",
    "}",
    "$HOME",
    "PATH",
    "postgres://root:zitrone@db/shop",
    ";",
    ":",
    "é",
    "\r\n",
    "A=b\n",
    "\0",
];

/// What is nowhere but in a password.
const PASSWORD: &str = "zitrone";

#[test]
fn config_file() {
    fuzz(&TOML, |text| File::parse(Path::new("aludel.toml"), text).map(drop).or_else(|error| hides(&error)));
}

#[test]
fn config_dotenv() {
    fuzz(&DOTENV, |text| url_in(text.as_bytes()).map(drop).or_else(|error| hides(&error)));
}

#[test]
fn config_words() {
    fuzz(&DOTENV, |text| {
        drop((pairs(&[text.to_owned()]), listed("ALUDEL_EXCLUDE", text)));
        let source = Source::parse(text);
        match &source {
            Source::Url(_) => Ok(()),
            known if Source::parse(&known.to_string()) == *known => Ok(()),
            known => Err(format!("{known:?} is shown as what is another")),
        }
    });
}

/// What is printed of an error has no password in it.
fn hides(error: &Error) -> Result<(), String> {
    let help = error.help_text().unwrap_or_default();
    let shown = mask::text(&format!("{error} {help}")).into_owned();
    if shown.contains(PASSWORD) { Err(format!("the password is shown: {shown}")) } else { Ok(()) }
}
