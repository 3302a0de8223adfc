//! Which revisions the ledger holds after a stamp, which runs nothing.

use indexmap::IndexSet;

use super::lineage::Edges;
use super::node::{NodeIndex, NodeSet};
use super::{Applied, GraphError, Point, RevisionGraph, RevisionId, Symbol};

/// What a stamp does with what the ledger holds already.
///
/// ```
/// use aludel_core::revision::Held;
///
/// assert_ne!(Held::Keep, Held::Purge);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It stays, unless it has to do with what is stamped.
    Keep,
    /// It goes, and is not even looked at: the way out where the ledger holds unknown revisions.
    Purge,
}

/// What a stamp makes of a ledger.
///
/// ```
/// use aludel_core::revision::{Applied, Held, Revision, RevisionGraph};
///
/// let graph = RevisionGraph::build([Revision::new("8f2c".parse()?, "create users")]);
/// let stamped = graph.stamp(&Applied::default(), &["head".parse()?], Held::Keep)?;
/// assert_eq!(stamped.added, ["8f2c".parse()?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    /// What the ledger holds afterwards: what was there in its old order, then what is new, each after what it needs.
    pub applied: Applied,
    /// The heads of that.
    pub heads: Vec<RevisionId>,
    /// What comes in, each after what it needs.
    pub added: Vec<RevisionId>,
    /// What goes out, in the order of the ledger.
    pub removed: Vec<RevisionId>,
}

impl RevisionGraph {
    /// What the ledger holds after some revisions are stamped.
    ///
    /// A stamped revision comes in with all that it needs, and takes the place of the current revisions that lie above or
    /// below it on the branches that the symbols name; unrelated ones stay. `base` empties the ledger, `b@base` the branch
    /// of `b`. Steps are not counted, except down from the heads while nothing is applied.
    ///
    /// # Errors
    /// Where a symbol stands for nothing or is ambiguous, where damage touches what is stamped, and, unless it is purged,
    /// where the ledger has revisions that no script has.
    pub fn stamp(&self, applied: &Applied, symbols: &[Symbol], held: Held) -> Result<Stamped, GraphError> {
        let none = Applied::default();
        let current = self.locate(if held == Held::Purge { &none } else { applied })?;
        let mut related = self.no_places();
        let mut targets = IndexSet::new();
        for symbol in symbols {
            if symbol.steps().is_some() && !current.heads.is_empty() {
                return Err(GraphError::StepsFromRevision { symbol: symbol.to_string() });
            }
            related.unite(&self.related(symbol, &current.heads)?);
            targets.extend(self.select(symbol, &current.heads)?);
        }
        let heads = self.stamped_heads(&current.heads, &related, &targets);
        self.require_sound(targets)?;
        Ok(self.stamped(applied, &self.ancestors(heads, Edges::All)))
    }

    /// The current revisions that a stamp of a symbol is about: those on the branch that it names and those that have to do
    /// with what it stands for. A bare `base` is about all.
    fn related(&self, symbol: &Symbol, current: &[NodeIndex]) -> Result<NodeSet, GraphError> {
        let mut about = self.branch_of(symbol)?.map(|branch| vec![branch.root]).unwrap_or_default();
        if !matches!(symbol.point(), Point::Base | Point::Here) {
            about.extend(self.select(symbol, current)?);
        }
        let mut related = self.no_places();
        let lineage = if about.is_empty() { None } else { Some(self.above_and_below(about)) };
        for index in current {
            if lineage.as_ref().is_none_or(|lineage| lineage.contains(*index)) {
                related.insert(*index);
            }
        }
        Ok(related)
    }

    /// The heads after a stamp, and perhaps some of what they need.
    fn stamped_heads(&self, current: &[NodeIndex], related: &NodeSet, targets: &IndexSet<NodeIndex>) -> Vec<NodeIndex> {
        let mut stamped = Vec::new();
        let mut replaces = targets.is_empty();
        for target in targets.iter().filter(|target| !related.contains(**target)) {
            let lineage = self.above_and_below(vec![*target]);
            replaces |= related.iter().any(|index| lineage.contains(index));
            stamped.push(*target);
        }
        let stays = |index: &NodeIndex| !(replaces && related.contains(*index));
        current.iter().copied().filter(stays).chain(stamped).collect()
    }

    /// Some places, and all that they need or that needs them.
    fn above_and_below(&self, places: Vec<NodeIndex>) -> NodeSet {
        let mut lineage = self.ancestors(places.iter().copied(), Edges::All);
        lineage.unite(&self.descendants(places, Edges::All));
        lineage
    }

    /// The change from one ledger to another.
    fn stamped(&self, before: &Applied, after: &NodeSet) -> Stamped {
        let stays = |id: &RevisionId| self.find(id).is_some_and(|index| after.contains(index));
        let (kept, removed): (Vec<_>, Vec<_>) = before.iter().cloned().partition(stays);
        let added: Vec<_> = self.ids_at(after.iter()).into_iter().filter(|id| !before.contains(id)).collect();
        let applied: Applied = kept.into_iter().chain(added.iter().cloned()).collect();
        let heads = self.current(&applied).into_iter().map(|revision| revision.id.clone()).collect();
        Stamped { applied, heads, added, removed }
    }
}
