//! Revision scripts: the two file formats, the language that one of them is written in, and what writes both.
//!
//! Text goes in and comes out; files are read and written elsewhere. The header makes a
//! [`Revision`] for the graph. What a `.sql` script does is in its text; what a `.rs` script
//! does is in functions that the application was compiled with, which record [`language::Operations`].

mod checksum;
mod error;
mod file_name;
mod given;
mod header;
pub mod language;
mod quoted;
mod sql;
mod statements;
mod template;
#[cfg(test)]
mod tests;
mod timestamp;
mod write;
mod writer;

use std::path::Path;

use error::Problem;
pub use error::ScriptError;
pub use file_name::{FILE_NAME, file_name, slug};
pub use given::given;
pub(crate) use given::giving;
pub use sql::Section;
pub use template::Template;
pub use timestamp::Timestamp;
pub use write::{Draft, Extras, WriteError, write_rust, write_sql};
pub use writer::{Moments, WrittenModels, write_models};

use crate::revision::{Revision, RevisionId};
use language::Operations;

/// One script, as its file has it.
///
/// ```
/// use std::path::Path;
///
/// use aludel_core::script::{Format, Script};
///
/// let text = "//! create users\n//!\n//! revision: 8f2c1a90b3d4\n//! revises: base\n\nuse aludel::op::*;\n";
/// let script = Script::read(Path::new("versions/8f2c1a90b3d4_create_users.rs"), text)?;
/// assert_eq!((script.revision.message.as_str(), script.format()), ("create users", Format::Rust));
/// # Ok::<(), aludel_core::script::ScriptError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// What its header says.
    pub revision: Revision,
    /// The SHA-256, in hex, of what follows on the header, line endings aside.
    pub checksum: String,
    /// What it does.
    pub body: Body,
}

/// What a script does.
///
/// ```
/// use aludel_core::script::{Body, Section};
///
/// let upgrade = Section { sql: "SELECT 1;".into(), transaction: true, line: 6 };
/// assert_ne!(Body::Sql { upgrade, downgrade: None }, Body::Rust);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// What the functions record that were compiled from it; see [`Embedded`].
    Rust,
    /// What its sections say.
    Sql {
        /// The way there.
        upgrade: Section,
        /// The way back; `None` is that there is none.
        downgrade: Option<Section>,
    },
}

/// The formats of a script, told apart by the extension of the file.
///
/// ```
/// use std::path::Path;
///
/// use aludel_core::script::Format;
///
/// assert_eq!(Format::of(Path::new("versions/a.sql")), Some(Format::Sql));
/// assert_eq!(Format::of(Path::new("README.md")), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.rs`: the language of [`language`], for any database.
    Rust,
    /// `.sql`: plain SQL.
    Sql,
}

impl Format {
    /// The format of a file, if it is a script.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "rs" => Some(Self::Rust),
            "sql" => Some(Self::Sql),
            _ => None,
        }
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Rust => "rs",
            Self::Sql => "sql",
        }
    }

    /// What begins a line of the header.
    fn comment(self) -> &'static str {
        match self {
            Self::Rust => "//!",
            Self::Sql => "--",
        }
    }
}

impl Script {
    /// Reads the text of a file, whose name says the format. The path is kept in the revision and named in errors.
    ///
    /// # Errors
    /// [`ScriptError`] for what stands in the header or in the sections of an SQL script and has no meaning there. Rust is
    /// not looked at: that is the compiler's.
    pub fn read(path: &Path, text: &str) -> Result<Self, ScriptError> {
        read(path, text).map_err(|problem| problem.of(path))
    }

    /// Its format.
    pub fn format(&self) -> Format {
        match self.body {
            Body::Rust => Format::Rust,
            Body::Sql { .. } => Format::Sql,
        }
    }
}

fn read(path: &Path, text: &str) -> Result<Script, Problem> {
    let format = format_of(path)?;
    let header = header::read(format, text)?;
    let body = match format {
        Format::Rust => Body::Rust,
        Format::Sql => {
            let sections = sql::sections(header.body, header.body_line)?;
            let upgrade = sections.upgrade.ok_or_else(|| {
                let help = "put a line `-- aludel: upgrade` above the statements";
                Problem::new(header.body_line, "there is no section \"upgrade\"", help)
            })?;
            Body::Sql { upgrade, downgrade: sections.downgrade }
        }
    };
    let revision = Revision { path: Some(path.to_owned()), ..header.revision };
    Ok(Script { revision, checksum: checksum::checksum(header.body), body })
}

fn format_of(path: &Path) -> Result<Format, Problem> {
    Format::of(path).ok_or_else(|| Problem::new(1, "this is no script", "give the file the extension .rs or .sql"))
}

/// The text of a script with other parents, everything else as it was: line endings, blanks, the rest of the header.
///
/// ```
/// use std::path::Path;
///
/// use aludel_core::script::with_parents;
///
/// let (path, text) = (Path::new("b.sql"), "-- b\n--\n-- revision: b\n-- revises: base\n\n-- aludel: upgrade\n");
/// assert_eq!(with_parents(path, text, &["a".parse()?])?, text.replace("base", "a"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`Script::read`], for what the text has for a header.
pub fn with_parents(path: &Path, text: &str, parents: &[RevisionId]) -> Result<String, ScriptError> {
    let replace = || header::with_parents(format_of(path)?, text, parents);
    replace().map_err(|problem: Problem| problem.of(path))
}

/// A script that was compiled into the application, as `migrations!` makes it.
///
/// ```
/// use aludel_core::script::Embedded;
/// use aludel_core::script::language::*;
///
/// fn upgrade(op: &mut Operations) {
///     op.drop_table("users");
/// }
///
/// let script = Embedded {
///     path: "versions/3d41c09a77be_drop_users.rs",
///     text: "//! drop users\n//!\n//! revision: 3d41c09a77be\n//! revises: base\n",
///     upgrade: Some(upgrade),
///     downgrade: None,
/// };
/// assert_eq!(script.read()?.revision.message, "drop users");
/// # Ok::<(), aludel_core::script::ScriptError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// The path below the folder of revisions.
    pub path: &'static str,
    /// The text of the file.
    pub text: &'static str,
    /// Its function `upgrade`; a `.sql` script has none.
    pub upgrade: Option<fn(&mut Operations)>,
    /// Its function `downgrade`; `None` is that there is no way back, or that it is a `.sql` script.
    pub downgrade: Option<fn(&mut Operations)>,
}

impl Embedded {
    /// The script, as [`Script::read`] reads it.
    ///
    /// # Errors
    /// As [`Script::read`].
    pub fn read(&self) -> Result<Script, ScriptError> {
        Script::read(Path::new(self.path), self.text)
    }
}
