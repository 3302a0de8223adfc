//! Where a schema can come from, as a word on the command line.

use std::path::PathBuf;

/// A source of a schema.
///
/// ```
/// use aludel_core::environment::Source;
///
/// assert_eq!(Source::parse("schema.json"), Source::Json("schema.json".into()));
/// assert_eq!(Source::parse("scripts@head"), Source::Scripts(Some("head".into())));
/// assert_eq!(Source::parse("sqlite://app.db"), Source::Url("sqlite://app.db".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
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
