//! Where a schema can come from, as a word on the command line.

use std::fmt;
use std::path::PathBuf;

use crate::mask;

/// A source of a schema.
///
/// ```
/// use aludel_core::environment::Source;
///
/// assert_eq!(Source::parse("schema.json"), Source::Json("schema.json".into()));
/// assert_eq!(Source::parse("scripts@head"), Source::Scripts(Some("head".into())));
/// assert_eq!(Source::parse("sqlite://app.db"), Source::Url("sqlite://app.db".into()));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    /// A live database.
    Url(String),
    /// The database that is configured.
    Database,
    /// The scripts, folded up to a revision, or to all heads.
    Scripts(Option<String>),
    /// The models of the application.
    Models,
    /// A file of statements that make the schema.
    Sql(PathBuf),
    /// A file as `inspect --json` writes it.
    Json(PathBuf),
    /// Nothing at all.
    Empty,
}

impl Source {
    /// What a word means. A word that is nothing else is a URL; what is wrong with it is found when it is opened.
    pub fn parse(word: &str) -> Self {
        match word {
            "empty" => Self::Empty,
            "models" => Self::Models,
            "database" => Self::Database,
            "scripts" => Self::Scripts(None),
            _ => match word.strip_prefix("scripts@") {
                Some(revision) => Self::Scripts(Some(revision.to_owned())),
                None if word.contains("://") => Self::Url(word.to_owned()),
                None => match word.rsplit_once('.').map(|(_, extension)| extension) {
                    Some("json") => Self::Json(word.into()),
                    Some("sql") => Self::Sql(word.into()),
                    _ => Self::Url(word.to_owned()),
                },
            },
        }
    }
}

impl fmt::Display for Source {
    /// The word that names it, without a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => f.write_str(&mask::url(url)),
            Self::Database => f.write_str("database"),
            Self::Scripts(None) => f.write_str("scripts"),
            Self::Scripts(Some(revision)) => write!(f, "scripts@{revision}"),
            Self::Models => f.write_str("models"),
            Self::Sql(path) | Self::Json(path) => write!(f, "{}", path.display()),
            Self::Empty => f.write_str("empty"),
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({self})")
    }
}
