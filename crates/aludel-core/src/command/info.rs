//! A revision as commands report it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::environment::Scripts;
use crate::exec::Halfway;
use crate::revision::{Applied, Revision, RevisionId};

/// A revision and where it stands, as `--json` prints it.
///
/// ```
/// use aludel_core::command::RevisionInfo;
///
/// fn is_base(info: &RevisionInfo) -> bool {
///     info.revises.is_empty()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RevisionInfo {
    /// Its id.
    pub revision: RevisionId,
    /// Its message.
    pub message: String,
    /// Free text below the message.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The revisions that it follows.
    pub revises: Vec<RevisionId>,
    /// Revisions or labels that it needs besides.
    pub depends_on: Vec<String>,
    /// The labels of its branch.
    pub branch_labels: Vec<String>,
    /// The revisions that follow it.
    pub followed_by: Vec<RevisionId>,
    /// Nothing follows it.
    pub is_head: bool,
    /// Nothing follows it, but something depends on it.
    pub is_effective_head: bool,
    /// The database stands at it; `None` where the database was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_current: Option<bool>,
    /// `upgrade` or `downgrade`, where that is half done or under way; `None` too where the database was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_done: Option<String>,
    /// Several revisions follow it.
    pub is_branch_point: bool,
    /// It follows several.
    pub is_merge_point: bool,
    /// Its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
}

impl RevisionInfo {
    /// What there is to say of some revisions; with `applied`, whether the database stands at each.
    pub(super) fn list<'a>(
        scripts: &Scripts,
        revisions: impl IntoIterator<Item = &'a Revision>,
        applied: Option<&Applied>,
    ) -> Vec<Self> {
        let current = applied.map(|applied| Self::current(scripts, applied));
        revisions.into_iter().map(|revision| Self::of(scripts, revision, current.as_ref())).collect()
    }

    /// The same, marked where it is the one that is half done.
    pub(super) fn marked(self, halfway: Option<&Halfway>) -> Self {
        let this = halfway.filter(|halfway| halfway.revision == self.revision.as_str());
        Self { half_done: this.map(|halfway| halfway.direction.clone()), ..self }
    }

    /// The revisions that a database stands at.
    pub(super) fn current(scripts: &Scripts, applied: &Applied) -> BTreeSet<RevisionId> {
        scripts.graph.current(applied).into_iter().map(|revision| revision.id.clone()).collect()
    }

    /// What there is to say of a revision; with `current`, whether it is among those.
    pub(super) fn of(scripts: &Scripts, revision: &Revision, current: Option<&BTreeSet<RevisionId>>) -> Self {
        let standing = scripts.graph.standing(&revision.id);
        let standing = standing.as_ref();
        Self {
            revision: revision.id.clone(),
            message: revision.message.clone(),
            description: revision.description.clone(),
            revises: revision.revises.clone(),
            depends_on: revision.depends_on.clone(),
            branch_labels: standing.map(|standing| standing.labels.iter().cloned().collect()).unwrap_or_default(),
            followed_by: standing
                .map(|standing| standing.children.iter().map(|child| child.id.clone()).collect())
                .unwrap_or_default(),
            is_head: standing.is_some_and(|standing| standing.is_real_head()),
            is_effective_head: standing.is_some_and(|standing| standing.is_head() && !standing.is_real_head()),
            is_current: current.map(|current| current.contains(&revision.id)),
            half_done: None,
            is_branch_point: standing.is_some_and(|standing| standing.is_branch_point()),
            is_merge_point: standing.is_some_and(|standing| standing.is_merge_point()),
            path: revision.path.as_ref().map(|path| path.display().to_string()),
            author: revision.author.clone(),
            created: revision.created.clone(),
        }
    }
}
