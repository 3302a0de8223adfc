//! The ends of a graph and the places where it parts and joins. Every list is newest first, as the history is.

use super::node::{Node, NodeIndex};
use super::{Revision, RevisionGraph};

impl RevisionGraph {
    /// The revisions that no other one revises. A merge leaves one; two mean a branch.
    pub fn heads(&self) -> Vec<&Revision> {
        self.newest_first(|node| node.children.is_empty())
    }

    /// The revisions that no other one revises or depends on: those that are current once everything is applied.
    pub fn real_heads(&self) -> Vec<&Revision> {
        self.newest_first(|node| node.needed_by().next().is_none())
    }

    /// The revisions that revise nothing.
    pub fn bases(&self) -> Vec<&Revision> {
        self.newest_first(|node| node.parents.is_empty())
    }

    /// The revisions that several others revise; [`standing`](Self::standing) has the others.
    pub fn branch_points(&self) -> Vec<&Revision> {
        self.newest_first(|node| node.children.len() > 1)
    }

    /// The revisions that revise several others.
    pub fn merge_points(&self) -> Vec<&Revision> {
        self.newest_first(Node::is_merge_point)
    }

    /// The places of the revisions that no other one revises.
    pub(super) fn head_places(&self) -> Vec<NodeIndex> {
        self.places().rev().filter(|index| self.node(*index).children.is_empty()).collect()
    }

    /// The places of the revisions that no other one needs.
    pub(super) fn real_head_places(&self) -> Vec<NodeIndex> {
        self.places().rev().filter(|index| self.node(*index).needed_by().next().is_none()).collect()
    }

    fn newest_first(&self, wanted: impl Fn(&Node) -> bool) -> Vec<&Revision> {
        self.nodes
            .iter()
            .zip(&self.revisions)
            .rev()
            .filter(|(node, _)| wanted(node))
            .map(|(_, revision)| revision)
            .collect()
    }
}
