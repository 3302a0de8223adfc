//! Who descends from whom.

use super::node::{Node, NodeIndex, NodeSet};
use super::{Revision, RevisionGraph, RevisionId};

/// Which edges count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edges {
    /// Parents and children only.
    Versioned,
    /// Dependencies too.
    All,
}

impl RevisionGraph {
    /// All that a revision needs, itself left out, in the order of the graph; none if there is no such revision.
    pub fn ancestors_of(&self, id: &RevisionId) -> Vec<&Revision> {
        let Some(index) = self.find(id) else { return Vec::new() };
        self.revisions_at(self.ancestors([index], Edges::All).iter().filter(|other| *other != index))
    }

    /// All that needs a revision, itself left out, in the order of the graph; none if there is no such revision.
    pub fn descendants_of(&self, id: &RevisionId) -> Vec<&Revision> {
        let Some(index) = self.find(id) else { return Vec::new() };
        self.revisions_at(self.descendants([index], Edges::All).iter().filter(|other| *other != index))
    }

    /// Some places and all that lie below them.
    pub(super) fn ancestors(&self, from: impl IntoIterator<Item = NodeIndex>, edges: Edges) -> NodeSet {
        self.reachable(from, |node| {
            let dependencies = if edges == Edges::All { node.dependencies.as_slice() } else { &[] };
            node.parents.iter().chain(dependencies)
        })
    }

    /// Some places and all that lie above them.
    pub(super) fn descendants(&self, from: impl IntoIterator<Item = NodeIndex>, edges: Edges) -> NodeSet {
        self.reachable(from, |node| {
            let dependents = if edges == Edges::All { node.dependents.as_slice() } else { &[] };
            node.children.iter().chain(dependents)
        })
    }

    /// A place, what it revises down to the base, and what revises it up to the heads.
    pub(super) fn lineage(&self, of: NodeIndex) -> NodeSet {
        let mut lineage = self.ancestors([of], Edges::Versioned);
        lineage.unite(&self.descendants([of], Edges::Versioned));
        lineage
    }

    /// The members of a set that no other member needs.
    pub(super) fn maximal(&self, set: &NodeSet) -> NodeSet {
        let mut maximal = set.clone();
        maximal.subtract(&self.ancestors(set.iter().flat_map(|index| self.node(index).needs()), Edges::All));
        maximal
    }

    fn reachable<'g, N: Iterator<Item = &'g NodeIndex>>(
        &'g self,
        from: impl IntoIterator<Item = NodeIndex>,
        next: impl Fn(&'g Node) -> N,
    ) -> NodeSet {
        let mut reached = self.no_places();
        let mut open: Vec<NodeIndex> = from.into_iter().filter(|index| reached.insert(*index)).collect();
        while let Some(index) = open.pop() {
            for next in next(self.node(index)) {
                if reached.insert(*next) {
                    open.push(*next);
                }
            }
        }
        reached
    }
}
