//! What is applied to a database, as its ledger tells.

use indexmap::IndexSet;

use super::lineage::Edges;
use super::node::{NodeIndex, NodeSet};
use super::path::{Direction, Step};
use super::{GraphError, Revision, RevisionGraph, RevisionId};

/// The revisions that are applied to a database, in the order in which its ledger holds them.
///
/// All of them, not only the heads: those are derived, see [`RevisionGraph::current`]. The order matters only where steps
/// such as `-1` could start from several current revisions: they start from the first.
///
/// ```
/// use aludel_core::revision::{Applied, Direction, Step};
///
/// let mut applied: Applied = ["8f2c".parse()?, "3d41".parse()?].into_iter().collect();
/// applied.take(&Step { revision: "3d41".parse()?, direction: Direction::Downgrade });
/// assert_eq!(applied.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["8f2c"]);
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied(IndexSet<RevisionId>);

impl Applied {
    /// Whether a revision is applied.
    pub fn contains(&self, id: &RevisionId) -> bool {
        self.0.contains(id)
    }

    /// The revisions, in the order of the ledger.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &RevisionId> {
        self.0.iter()
    }

    /// How many are applied.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is applied.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes that a step was taken.
    pub fn take(&mut self, step: &Step) {
        match step.direction {
            Direction::Upgrade => self.0.insert(step.revision.clone()),
            Direction::Downgrade => self.0.shift_remove(&step.revision),
        };
    }
}

impl FromIterator<RevisionId> for Applied {
    fn from_iter<I: IntoIterator<Item = RevisionId>>(ids: I) -> Self {
        Self(ids.into_iter().collect())
    }
}

/// How a database stands towards the scripts.
///
/// ```
/// use aludel_core::revision::{Applied, Revision, RevisionGraph};
///
/// let graph = RevisionGraph::build([Revision::new("8f2c".parse()?, "create users")]);
/// let survey = graph.survey(&Applied::default());
/// assert_eq!(survey.pending.len(), 1);
/// assert!(!survey.is_up_to_date());
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The applied revisions that no applied revision needs, in the order of the ledger; unknown ones are among them.
    pub current: Vec<RevisionId>,
    /// The revisions that are not applied, in the order of the graph.
    pub pending: Vec<RevisionId>,
    /// The applied revisions that no script has.
    pub unknown: Vec<RevisionId>,
    /// Each applied revision that needs one which is not applied: a [`GraphError::Hole`].
    pub holes: Vec<GraphError>,
}

impl Survey {
    /// Whether everything is applied, and nothing else.
    pub fn is_up_to_date(&self) -> bool {
        self.pending.is_empty() && self.unknown.is_empty()
    }
}

/// What is applied, in terms of the graph.
#[derive(Clone, Debug)]
pub(super) struct Current {
    /// All applied revisions.
    pub(super) applied: NodeSet,
    /// Those that no other one needs, in the order of the ledger.
    pub(super) heads: Vec<NodeIndex>,
}

impl RevisionGraph {
    /// The applied revisions that no other applied revision needs, in the order of the ledger: the heads of the database.
    /// Unknown ones are left out; [`survey`](Self::survey) has them.
    pub fn current(&self, applied: &Applied) -> Vec<&Revision> {
        self.revisions_at(self.known(applied).heads)
    }

    /// How a database stands towards the scripts: what is current, pending, unknown, and where there are holes.
    pub fn survey(&self, applied: &Applied) -> Survey {
        let known = self.known(applied);
        let mut heads = self.no_places();
        known.heads.iter().for_each(|index| heads.add(*index));
        let current = applied.iter().filter(|id| self.find(id).is_none_or(|index| heads.contains(index)));
        Survey {
            current: current.cloned().collect(),
            pending: self.ids_at(self.places().filter(|index| !known.applied.contains(*index))),
            unknown: applied.iter().filter(|id| self.find(id).is_none()).cloned().collect(),
            holes: self.holes(&known.applied).collect(),
        }
    }

    /// What would be applied if these revisions were current: they and all that they need. Unknown ids are left out.
    ///
    /// It is what an offline script starts from.
    pub fn applied_at<'a>(&self, ids: impl IntoIterator<Item = &'a RevisionId>) -> Applied {
        let mut seen = self.no_places();
        let mut applied = IndexSet::new();
        for index in ids.into_iter().filter_map(|id| self.find(id)) {
            let mut new = self.ancestors([index], Edges::All);
            new.subtract(&seen);
            seen.unite(&new);
            applied.extend(self.ids_at(new.iter()));
        }
        Applied(applied)
    }

    /// What is applied, if the scripts have all of it.
    pub(super) fn locate(&self, applied: &Applied) -> Result<Current, GraphError> {
        let unknown: Vec<_> = applied.iter().filter(|id| self.find(id).is_none()).cloned().collect();
        if unknown.is_empty() {
            Ok(self.known(applied))
        } else {
            Err(GraphError::UnknownApplied { revisions: unknown })
        }
    }

    /// What is applied, as far as the scripts have it.
    pub(super) fn known(&self, applied: &Applied) -> Current {
        let ledger: Vec<NodeIndex> = applied.iter().filter_map(|id| self.find(id)).collect();
        let mut set = self.no_places();
        ledger.iter().for_each(|index| set.add(*index));
        let maximal = self.maximal(&set);
        Current { applied: set, heads: ledger.into_iter().filter(|index| maximal.contains(*index)).collect() }
    }

    /// The applied revisions that need one which is not applied.
    pub(super) fn holes(&self, applied: &NodeSet) -> impl Iterator<Item = GraphError> {
        let needs = applied.iter().flat_map(|index| self.node(index).needs().map(move |needed| (index, needed)));
        needs.filter(|(_, needed)| !applied.contains(*needed)).map(|(index, needed)| GraphError::Hole {
            revision: self.id(index).clone(),
            missing: self.revision(needed).into(),
        })
    }
}
