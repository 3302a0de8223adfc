//! Putting one side of a fork after the other.

use super::lineage::Edges;
use super::node::NodeIndex;
use super::{GraphError, Revision, RevisionGraph, RevisionId, Symbol};

/// Which parents change when one side of a fork is put after the other.
///
/// ```
/// use aludel_core::revision::{Revision, RevisionGraph};
///
/// let following = |id: &str| {
///     let mut revision = Revision::new(id.parse().expect("it is legal"), "");
///     revision.revises = vec!["a1".parse().expect("it is legal")];
///     revision
/// };
/// let graph = RevisionGraph::build([Revision::new("a1".parse()?, ""), following("b2"), following("c3")]);
/// let rebase = graph.rebase(Some(&"b2".parse()?), None, None)?;
/// assert_eq!((rebase.onto.as_str(), rebase.reparented[0].revises[0].as_str()), ("c3", "c3"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebase {
    /// The head that the moved revisions follow.
    pub onto: RevisionId,
    /// The revisions that get other parents, each after what it needs.
    pub reparented: Vec<Reparented>,
    /// Those that come along: they descend from the others, and their headers stay as they are.
    pub carried: Vec<RevisionId>,
}

/// A revision that gets other parents.
///
/// ```
/// use aludel_core::revision::Reparented;
///
/// let moved = Reparented { revision: "b2".parse()?, from: vec!["a1".parse()?], revises: vec!["c3".parse()?] };
/// assert_ne!(moved.from, moved.revises);
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reparented {
    /// The revision.
    pub revision: RevisionId,
    /// Its parents before.
    pub from: Vec<RevisionId>,
    /// Its parents after.
    pub revises: Vec<RevisionId>,
}

impl Rebase {
    /// All that moves: what gets other parents, and what comes along.
    pub fn moved(&self) -> impl Iterator<Item = &RevisionId> {
        self.reparented.iter().map(|one| &one.revision).chain(&self.carried)
    }
}

impl RevisionGraph {
    /// What has to change so that the side of one head follows another head. Where one of the two is not named, there must
    /// be no choice; where neither is, `guess` says which side moves, of two that have a revision in common.
    ///
    /// # Errors
    /// Where a symbol stands for none or for several, where nothing is to be done or several things could be meant, where
    /// damage is in the way, and where a dependency would go round in a circle.
    pub fn rebase(
        &self,
        moved: Option<&Symbol>,
        onto: Option<&Symbol>,
        guess: Option<&RevisionId>,
    ) -> Result<Rebase, GraphError> {
        let one = |symbol: Option<&Symbol>| symbol.map(|symbol| self.one_place(symbol)).transpose();
        let (moved, onto) = self.sides(one(moved)?, one(onto)?, guess.and_then(|id| self.find(id)))?;
        self.require_sound([moved, onto])?;
        let below = self.ancestors([onto], Edges::Versioned);
        let mut side = self.ancestors([moved], Edges::Versioned);
        if below.contains(moved) || side.contains(onto) {
            return Err(self.nothing_to_rebase([moved, onto]));
        }
        side.subtract(&below);
        let reparented: Vec<Reparented> = side.iter().filter_map(|index| self.reparented(index, &side, onto)).collect();
        let places = reparented.iter().filter_map(|one| self.find(&one.revision));
        let above = self.descendants(places, Edges::All);
        let carried = self.ids_at(above.iter());
        let rebase = Rebase {
            onto: self.id(onto).clone(),
            carried: carried.into_iter().filter(|id| reparented.iter().all(|one| one.revision != *id)).collect(),
            reparented,
        };
        self.fits(&rebase)?;
        Ok(rebase)
    }

    /// The revisions with the parents that a rebase gives them.
    pub fn rebased(&self, rebase: &Rebase) -> Vec<Revision> {
        let mut revisions = self.revisions.clone();
        for one in &rebase.reparented {
            if let Some(revision) = self.find(&one.revision).and_then(|index| revisions.get_mut(index.0)) {
                revision.revises.clone_from(&one.revises);
            }
        }
        revisions
    }

    /// The revisions that one head needs and the other does not, each after what it needs.
    pub fn side(&self, head: &RevisionId, other: &RevisionId) -> Vec<&Revision> {
        let mut side = self.ancestors(self.find(head), Edges::All);
        side.subtract(&self.ancestors(self.find(other), Edges::All));
        self.revisions_at(side.iter())
    }

    /// What moves, and what it should follow.
    fn sides(
        &self,
        moved: Option<NodeIndex>,
        onto: Option<NodeIndex>,
        guess: Option<NodeIndex>,
    ) -> Result<(NodeIndex, NodeIndex), GraphError> {
        let heads = self.head_places();
        let besides = |one: NodeIndex| {
            let above = self.descendants([one], Edges::Versioned);
            heads.iter().copied().filter(|head| !above.contains(*head)).collect::<Vec<_>>()
        };
        let (moved, onto, said) = match (moved, onto) {
            (Some(moved), Some(onto)) => return Ok((moved, onto)),
            (Some(moved), None) => (vec![moved], besides(moved), true),
            (None, Some(onto)) => (besides(onto), vec![onto], true),
            (None, None) => match guess {
                Some(guess) if heads.len() == 2 => (vec![guess], besides(guess), false),
                _ => (heads.clone(), heads.clone(), false),
            },
        };
        match (moved.as_slice(), onto.as_slice()) {
            _ if !said && heads.len() < 2 => Err(self.nothing_to_rebase(heads)),
            ([moved], [onto]) if said || self.have_an_ancestor_in_common(*moved, *onto) => Ok((*moved, *onto)),
            ([], _) | (_, []) => Err(self.nothing_to_rebase(heads)),
            _ => Err(GraphError::AmbiguousRebase {
                heads: self.revisions_at(heads).into_iter().map(Into::into).collect(),
            }),
        }
    }

    fn have_an_ancestor_in_common(&self, one: NodeIndex, other: NodeIndex) -> bool {
        let mut common = self.ancestors([one], Edges::Versioned);
        common.intersect(&self.ancestors([other], Edges::Versioned));
        !common.is_empty()
    }

    /// The revision at a place of the side that moves, if it gets other parents: where the side begins, what it should
    /// follow; where it took something in from the other side, what remains. A base beside a fork stays one.
    fn reparented(&self, index: NodeIndex, side: &super::node::NodeSet, onto: NodeIndex) -> Option<Reparented> {
        let revision = self.revision(index);
        let inside = |id: &RevisionId| self.find(id).is_some_and(|parent| side.contains(parent));
        let (kept, left): (Vec<_>, Vec<_>) = revision.revises.iter().cloned().partition(inside);
        let is_base = revision.revises.is_empty();
        let has_fork =
            || side.iter().any(|other| self.node(other).parents.iter().any(|parent| !side.contains(*parent)));
        let revises = match (kept.is_empty(), left.is_empty()) {
            (true, _) if is_base && has_fork() => return None,
            (true, _) => vec![self.id(onto).clone()],
            (false, false) => kept,
            (false, true) => return None,
        };
        Some(Reparented { revision: revision.id.clone(), from: revision.revises.clone(), revises })
    }

    /// Whether the revisions fit together afterwards.
    fn fits(&self, rebase: &Rebase) -> Result<(), GraphError> {
        let after = Self::build(self.rebased(rebase));
        let fresh = after.damage.into_iter().find(|damage| !self.damage.contains(damage));
        fresh.map_or(Ok(()), Err)
    }

    fn one_place(&self, symbol: &Symbol) -> Result<NodeIndex, GraphError> {
        match self.without_database(symbol)?.as_slice() {
            [one] => Ok(*one),
            several => {
                let heads = self.revisions_at(several.iter().copied()).into_iter().map(Into::into).collect();
                Err(GraphError::SeveralHeads { symbol: symbol.to_string(), heads })
            }
        }
    }

    fn nothing_to_rebase(&self, places: impl IntoIterator<Item = NodeIndex>) -> GraphError {
        GraphError::NothingToRebase { heads: self.revisions_at(places).into_iter().map(Into::into).collect() }
    }
}
