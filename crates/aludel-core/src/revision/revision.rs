//! What a revision says of itself.

use std::path::PathBuf;

use super::{Limits, RevisionId};

/// The header of a revision script: what the graph knows of it.
///
/// ```
/// use aludel_core::revision::Revision;
///
/// let revision = Revision::new("8f2c1a90b3d4".parse()?, "create users");
/// assert!(revision.revises.is_empty());
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// Its message: the first line of the header.
    pub message: String,
    /// Free text below the message; empty where there is none.
    pub description: String,
    /// The revisions that it follows: none for a base, several for a merge.
    pub revises: Vec<RevisionId>,
    /// Ids or labels of revisions that must be applied before it without being its parents.
    pub depends_on: Vec<String>,
    /// The labels of the branch that it begins.
    pub branch_labels: Vec<String>,
    /// The only dialect that it is for; `None` is any.
    pub dialect: Option<String>,
    /// How long its statements may wait and take, and how far they may go.
    pub limits: Limits,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was written, as in `2026-11-20T09:06:00Z`.
    pub created: Option<String>,
    /// Its file, if it came from one.
    pub path: Option<PathBuf>,
}

impl Revision {
    /// A base revision with nothing but a message.
    pub fn new(id: RevisionId, message: impl Into<String>) -> Self {
        Self {
            id,
            message: message.into(),
            description: String::new(),
            revises: Vec::new(),
            depends_on: Vec::new(),
            branch_labels: Vec::new(),
            dialect: None,
            limits: Limits::default(),
            author: None,
            created: None,
            path: None,
        }
    }
}
