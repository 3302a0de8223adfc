//! Hostile headers, sections and words for revisions.

use std::path::Path;

use aludel_fuzz::fuzz;

use crate::revision::{Range, Revision, Symbol};
use crate::script::{Body, Format, Script, header, with_parents};

const FILE: [&str; 46] = [
    "--",
    "-- ",
    "//!",
    "//! ",
    "//",
    "\n",
    "\n--\n",
    "\n//!\n",
    "-- create users\n",
    "//! create users\n",
    "-- revision: a1\n",
    "-- revises: base\n",
    "-- revises: a1, b2\n",
    "//! revision: a1\n",
    "//! revises: base\n",
    "//! revises: a1, b2\n",
    "revision:",
    "revises:",
    "depends_on:",
    "branch_labels:",
    "dialect:",
    "author:",
    "created:",
    " a1",
    " base",
    " head",
    ",",
    " mysql",
    " \"a\\nb\"",
    "\"",
    "\\u0000",
    "-- aludel: upgrade\n",
    "-- aludel: downgrade\n",
    "-- aludel: upgrade transaction=off\n",
    "--aludel:",
    "aludel:",
    " transaction=off",
    "SELECT 1;\n",
    "pub fn upgrade(op: &mut Operations) {\n",
    "}\n",
    "use aludel::op::*;\n",
    "\u{feff}",
    "\r\n",
    ": ",
    " ",
    "x",
];

/// What is read is written so that the same is read again, and other parents change nothing else.
fn file(format: Format, beginning: &str) {
    let path = format!("a.{}", format.extension());
    let path = Path::new(&path);
    fuzz(&FILE, |text| {
        // Half of the texts get far enough to have a body.
        let text = if text.len() % 2 == 0 { text.to_owned() } else { format!("{beginning}{text}") };
        let Ok(script) = Script::read(path, &text) else { return Ok(()) };
        let written = header::write(format, &script.revision);
        let again = header::read(format, &written).map_err(|problem| format!("{written:?}: {}", problem.problem))?;
        let revision = Revision { path: None, ..script.revision.clone() };
        if again.revision != revision {
            return Err(format!("{revision:#?} is written as {written:?}, and read as {:#?}", again.revision));
        }
        let parents = [String::from("c3"), String::from("d4")].map(|id| id.parse().unwrap());
        let moved = with_parents(path, &text, &parents).map_err(|error| error.to_string())?;
        let moved = Script::read(path, &moved).map_err(|error| format!("{moved:?}: {error}"))?;
        let expected = Revision { revises: parents.to_vec(), ..script.revision };
        match (moved.revision == expected, moved.checksum == script.checksum, moved.body == script.body) {
            (true, true, true) => Ok(()),
            other => Err(format!("with other parents: {other:?}")),
        }
    });
}

#[test]
fn header_sql() {
    file(Format::Sql, "-- a\n--\n-- revision: a1\n-- revises: base\n\n-- aludel: upgrade\n");
}

#[test]
fn header_rust() {
    file(Format::Rust, "//! a\n//!\n//! revision: a1\n//! revises: base\n");
}

/// Whatever a revision says of itself is read back from the header that is written.
#[test]
fn header_written() {
    fuzz(&FILE, |text| {
        let format = if text.len() % 2 == 0 { Format::Rust } else { Format::Sql };
        let (message, description) = text.split_at(text.floor_char_boundary(text.len() / 2));
        let mut revision = Revision::new("a1".parse().unwrap(), message);
        description.clone_into(&mut revision.description);
        revision.author = Some(text.to_owned());
        let written = header::write(format, &revision);
        let body = if format == Format::Sql { "\n\n-- aludel: upgrade\n" } else { "\n\nuse aludel::op::*;\n" };
        let read = Script::read(Path::new(&format!("a.{}", format.extension())), &format!("{written}{body}"));
        let script = read.map_err(|error| format!("{written:?}: {error}"))?;
        if (Revision { path: None, ..script.revision.clone() }) != revision {
            return Err(format!("{revision:#?} is written as {written:?}, and read as {:#?}", script.revision));
        }
        match script.body {
            Body::Rust | Body::Sql { downgrade: None, .. } => Ok(()),
            Body::Sql { .. } => Err(format!("{written:?} begins a section")),
        }
    });
}

/// A word for revisions is shown as what means the same.
#[test]
fn words() {
    const WORDS: [&str; 16] = [
        "head",
        "heads",
        "base",
        "current",
        "@",
        "+",
        "-",
        "1",
        "2",
        ":",
        "a1b2",
        "billing",
        "é",
        " ",
        "99999999999999999999",
        "_",
    ];
    fuzz(&WORDS, |text| {
        drop(text.parse::<Range>());
        let Ok(symbol) = text.parse::<Symbol>() else { return Ok(()) };
        match symbol.to_string().parse::<Symbol>() {
            Ok(again) if again == symbol => Ok(()),
            other => Err(format!("{symbol:?} is shown as \"{symbol}\", which is {other:?}")),
        }
    });
}
