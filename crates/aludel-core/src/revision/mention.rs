//! Revisions as errors name them.

use std::fmt;
use std::path::PathBuf;

use super::{Revision, RevisionId};

/// A revision as an error names it: its id, and where to find it.
///
/// ```
/// use aludel_core::revision::{Mention, Revision};
///
/// let mut revision = Revision::new("8f2c".parse()?, "create users");
/// revision.path = Some("versions/8f2c_create_users.rs".into());
/// assert_eq!(Mention::from(&revision).to_string(), "\"8f2c\" (versions/8f2c_create_users.rs)");
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its id.
    pub id: RevisionId,
    /// Its file, if it came from one.
    pub path: Option<PathBuf>,
    /// When it was written.
    pub created: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
}

impl Mention {
    /// The revision with all that is known of it: file, time and author.
    pub fn in_full(&self) -> String {
        let path = self.path.as_ref().map(|path| path.display().to_string());
        let created = self.created.as_ref().map(|created| format!("created {created}"));
        let author = self.author.as_ref().map(|author| format!("by {author}"));
        let known: Vec<_> = [path, created, author].into_iter().flatten().collect();
        if known.is_empty() { quoted(&self.id) } else { format!("\"{}\" ({})", self.id, known.join(", ")) }
    }

    /// Its file, or else its id: what to open in an editor.
    pub(super) fn place(&self) -> String {
        self.path.as_ref().map_or_else(|| quoted(&self.id), |path| path.display().to_string())
    }
}

impl From<&Revision> for Mention {
    fn from(revision: &Revision) -> Self {
        Self {
            id: revision.id.clone(),
            path: revision.path.clone(),
            created: revision.created.clone(),
            author: revision.author.clone(),
        }
    }
}

impl fmt::Display for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "\"{}\" ({})", self.id, path.display()),
            None => write!(f, "\"{}\"", self.id),
        }
    }
}

/// A name between quotes.
pub(super) fn quoted(text: &impl fmt::Display) -> String {
    format!("\"{text}\"")
}
