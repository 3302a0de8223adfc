//! What can be wrong with a graph, or with what is asked of it.

use std::fmt;

use super::mention::quoted;
use super::{Mention, RevisionId};

/// What is wrong with a revision graph, or with what is asked of it.
///
/// The variants up to [`GraphError::AmbiguousDependency`] are damage: they are found while the graph is built, and
/// [`RevisionGraph::damage`](super::RevisionGraph::damage) lists them.
///
/// ```
/// use aludel_core::revision::{Applied, GraphError, RevisionGraph};
///
/// let error = RevisionGraph::build([]).resolve(&"8f2c".parse().unwrap(), &Applied::default()).unwrap_err();
/// assert_eq!(error, GraphError::Unknown { name: "8f2c".into(), similar: vec![] });
/// assert_eq!(error.to_string(), "no revision or label is called \"8f2c\", nor does one begin so");
/// assert_eq!(error.help(), "run `db history` to see all revisions");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// Several scripts have one id.
    #[error("{} scripts have the revision id \"{id}\": {}", revisions.len(), list(revisions))]
    DuplicateId {
        /// The id.
        id: RevisionId,
        /// The scripts.
        revisions: Vec<Mention>,
    },
    /// An id that means something else on the command line.
    #[error("revision {revision} has an id that means something else on the command line")]
    ReservedId {
        /// The revision.
        revision: Mention,
    },
    /// A label that could not be typed, or would mean something else.
    #[error("revision {revision} has the label \"{label}\", which could not be typed on the command line")]
    IllegalLabel {
        /// The label.
        label: String,
        /// The revision.
        revision: Mention,
    },
    /// Several revisions carry one label.
    #[error("{} revisions carry the label \"{label}\": {}", revisions.len(), list(revisions))]
    DuplicateLabel {
        /// The label.
        label: String,
        /// The revisions.
        revisions: Vec<Mention>,
    },
    /// A label that is the id of another revision.
    #[error("the label \"{label}\" of revision {revision} is also the id of a revision")]
    LabelIsId {
        /// The label.
        label: String,
        /// The revision that carries it.
        revision: Mention,
    },
    /// A parent that no script has.
    #[error("revision {revision} revises \"{parent}\", but no script has that id")]
    MissingParent {
        /// The revision.
        revision: Mention,
        /// The id of the parent.
        parent: RevisionId,
    },
    /// A revision that revises itself.
    #[error("revision {revision} revises itself")]
    SelfLoop {
        /// The revision.
        revision: Mention,
    },
    /// Revisions that revise one another.
    #[error("{} revisions revise one another in a circle: {}", revisions.len(), list(revisions))]
    Cycle {
        /// Each revises the one after it, and the last the first.
        revisions: Vec<Mention>,
    },
    /// A revision that depends on itself.
    #[error("revision {revision} depends on itself")]
    DependencySelfLoop {
        /// The revision.
        revision: Mention,
    },
    /// Revisions that need one another, by at least one `depends_on`.
    #[error("{} revisions need one another in a circle: {}", revisions.len(), list(revisions))]
    DependencyCycle {
        /// Each revises or depends on the one after it, and the last on the first.
        revisions: Vec<Mention>,
    },
    /// A dependency that no script has as its id or label.
    #[error("revision {revision} depends on \"{name}\", but no script has that id or label")]
    UnknownDependency {
        /// The revision.
        revision: Mention,
        /// What it depends on.
        name: String,
    },

    /// A dependency on a label that several revisions carry.
    #[error("revision {revision} depends on \"{name}\", but several revisions carry that label")]
    AmbiguousDependency {
        /// The revision.
        revision: Mention,
        /// What it depends on.
        name: String,
    },

    /// A name that nothing has.
    #[error("no revision or label is called \"{name}\", nor does one begin so")]
    Unknown {
        /// The name.
        name: String,
        /// What was meant, perhaps: the nearest first.
        similar: Vec<String>,
    },
    /// A branch that is not there.
    #[error("there is no branch \"{name}\": no label and no revision is called so")]
    UnknownBranch {
        /// The name.
        name: String,
        /// What was meant, perhaps: the nearest first.
        similar: Vec<String>,
    },
    /// The beginning of several names.
    #[error("\"{name}\" is the beginning of {} ids and labels: {}", candidates.len(), some(candidates))]
    Ambiguous {
        /// What was given.
        name: String,
        /// All that begin so.
        candidates: Vec<String>,
    },
    /// A revision that is not on the branch that was named with it.
    #[error("revision \"{revision}\" is not on the branch of \"{branch}\"")]
    NotOnBranch {
        /// The revision.
        revision: RevisionId,
        /// The branch.
        branch: String,
    },
    /// One revision is needed and there are several.
    #[error("\"{symbol}\" stands for {} revisions: {}", heads.len(), in_full(heads))]
    SeveralHeads {
        /// What was given.
        symbol: String,
        /// What it stands for.
        heads: Vec<Mention>,
    },
    /// Steps from a revision, where only a revision itself can be meant.
    #[error("\"{symbol}\" counts steps from a revision, which only upgrade, downgrade and the end of a range do")]
    StepsFromRevision {
        /// What was given.
        symbol: String,
    },
    /// Steps upwards from what is applied, where nothing lies above.
    #[error("\"{symbol}\" counts upwards, which only upgrade and the end of a range do")]
    StepsUp {
        /// What was given.
        symbol: String,
    },
    /// Steps downwards from what is applied, in an upgrade.
    #[error("\"{symbol}\" counts downwards, and an upgrade goes up")]
    StepsDown {
        /// What was given.
        symbol: String,
    },
    /// A symbol that depends on what is applied, where no database is asked.
    #[error("\"{symbol}\" depends on what is applied, and no database is asked here")]
    NeedsDatabase {
        /// What was given.
        symbol: String,
    },
    /// Steps that come to a place where there are several ways to go on.
    #[error("\"{symbol}\" is ambiguous: from {} it could go on to any of {}", at(from), some(choices))]
    AmbiguousSteps {
        /// What was given.
        symbol: String,
        /// Where there are several ways on; `None` is the base.
        from: Option<RevisionId>,
        /// The ways on.
        choices: Vec<RevisionId>,
    },
    /// More steps than there are.
    #[error("\"{symbol}\" goes too far: {} can be taken", steps(*possible))]
    TooFar {
        /// What was given.
        symbol: String,
        /// How many steps there are.
        possible: u64,
    },
    /// One current revision is needed and there are several.
    #[error("\"{symbol}\" could start from {} current revisions: {}", current.len(), some(current))]
    SeveralCurrent {
        /// What was given.
        symbol: String,
        /// The current revisions.
        current: Vec<RevisionId>,
    },
    /// A current revision is needed and there is none.
    #[error("\"{symbol}\" starts from what is applied, and nothing is applied there")]
    NothingApplied {
        /// What was given.
        symbol: String,
    },
    /// A downgrade to a revision that is not applied.
    #[error("cannot downgrade to \"{symbol}\": revision \"{revision}\" is not applied")]
    NotApplied {
        /// What was given.
        symbol: String,
        /// What it stands for.
        revision: RevisionId,
    },
    /// A downgrade to a revision that is applied already, and above which nothing is: only something that depends on it.
    #[error("cannot downgrade to \"{symbol}\": nothing that revises \"{revision}\" is applied")]
    NothingAbove {
        /// What was given.
        symbol: String,
        /// What it stands for.
        revision: RevisionId,
    },
    /// A downgrade whose branch does not go through any of the revisions above its target.
    #[error("cannot downgrade to \"{symbol}\": none of {} leads to \"{branch}\"", some(above))]
    OffBranch {
        /// What was given.
        symbol: String,
        /// The branch.
        branch: String,
        /// The revisions right above the target.
        above: Vec<RevisionId>,
    },
    /// Applied revisions that no script has.
    #[error(
        "{} applied to this database, but no script has {}: {}",
        revisions_are(revisions),
        ids(revisions),
        some(revisions)
    )]
    UnknownApplied {
        /// Their ids.
        revisions: Vec<RevisionId>,
    },
    /// An applied revision that needs one which is not applied.
    #[error("revision \"{revision}\" is applied, but {missing}, which it needs, is not")]
    Hole {
        /// The applied one.
        revision: RevisionId,
        /// The missing one.
        missing: Mention,
    },
    /// A range whose ends do not lie one above the other.
    #[error("\"{range}\" is no range: \"{lower}\" does not lie below the end of it")]
    NotBelow {
        /// What was given.
        range: String,
        /// The older end.
        lower: RevisionId,
    },
    /// A parent for a new revision that has a child already.
    #[error("revision {revision} is not a head: something revises it already")]
    NotHead {
        /// The parent.
        revision: Mention,
    },
    /// One parent for a new revision, given twice.
    #[error("revision \"{revision}\" is given twice as a parent")]
    ParentTwice {
        /// The parent.
        revision: RevisionId,
    },
    /// A merge of fewer than two revisions.
    #[error("a merge takes two revisions or more, and here is {}", heads.first().map_or_else(|| "none".into(), |head| format!("only {head}")))]
    NothingToMerge {
        /// What there is.
        heads: Vec<Mention>,
    },
    /// A rebase where there is nothing to put after something else.
    #[error("there is nothing to rebase: {}", no_sides(heads))]
    NothingToRebase {
        /// What there is.
        heads: Vec<Mention>,
    },
    /// A rebase that could mean several things.
    #[error("{} heads, and nothing says which of them moves: {}", heads.len(), in_full(heads))]
    AmbiguousRebase {
        /// The heads.
        heads: Vec<Mention>,
    },
    /// A new revision with an id that another one has.
    #[error("there is a revision {revision} already")]
    IdTaken {
        /// The revision that has the id.
        revision: Mention,
    },
}

impl GraphError {
    /// True for what other applied revisions would make otherwise.
    pub(crate) fn is_of_what_is_applied(&self) -> bool {
        matches!(
            self,
            Self::TooFar { .. }
                | Self::SeveralCurrent { .. }
                | Self::NothingApplied { .. }
                | Self::NotApplied { .. }
                | Self::NothingAbove { .. }
                | Self::OffBranch { .. }
        )
    }

    /// Whether it lies in the scripts themselves rather than in what was asked.
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::DuplicateId { .. }
                | Self::ReservedId { .. }
                | Self::IllegalLabel { .. }
                | Self::DuplicateLabel { .. }
                | Self::LabelIsId { .. }
                | Self::MissingParent { .. }
                | Self::SelfLoop { .. }
                | Self::Cycle { .. }
                | Self::DependencySelfLoop { .. }
                | Self::DependencyCycle { .. }
                | Self::UnknownDependency { .. }
                | Self::AmbiguousDependency { .. }
        )
    }
}

/// All of some revisions, with their files.
fn list(revisions: &[Mention]) -> String {
    revisions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// All of some revisions, with all that is known of them.
fn in_full(revisions: &[Mention]) -> String {
    revisions.iter().map(Mention::in_full).collect::<Vec<_>>().join(", ")
}

/// Why some heads are no two sides of a fork.
fn no_sides(heads: &[Mention]) -> String {
    match heads {
        [] => "there is no revision".into(),
        [one] => format!("{one} is the only head"),
        [moved, onto, ..] => format!("{moved} and {onto} follow one another already"),
    }
}

/// The first few of some names.
fn some<T: fmt::Display>(names: &[T]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<_> = names.iter().take(SHOWN).map(quoted).collect();
    let more = names.len().saturating_sub(SHOWN);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// Where steps stand.
fn at(from: &Option<RevisionId>) -> String {
    from.as_ref().map_or_else(|| "the base".into(), quoted)
}

fn steps(count: u64) -> String {
    match count {
        0 => "no step".into(),
        1 => "only 1 step".into(),
        _ => format!("only {count} steps"),
    }
}

fn revisions_are(revisions: &[RevisionId]) -> String {
    if revisions.len() == 1 { "a revision is".into() } else { format!("{} revisions are", revisions.len()) }
}

fn ids(revisions: &[RevisionId]) -> &'static str {
    if revisions.len() == 1 { "its id" } else { "their ids" }
}
