//! Places in a graph, and sets of them.

/// The place of a revision in the order of its graph: whatever a revision needs has a smaller one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeIndex(pub(super) usize);

/// How a revision hangs together with the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// What it revises.
    pub(super) parents: Vec<NodeIndex>,
    /// What it depends on besides.
    pub(super) dependencies: Vec<NodeIndex>,
    /// What revises it.
    pub(super) children: Vec<NodeIndex>,
    /// What depends on it besides.
    pub(super) dependents: Vec<NodeIndex>,
    /// The place in the list of damage of what is wrong with it or with something that it needs.
    pub(super) broken: Option<usize>,
}

impl Node {
    /// Everything that has to be applied right before it.
    pub(super) fn needs(&self) -> impl Iterator<Item = NodeIndex> {
        self.parents.iter().chain(&self.dependencies).copied()
    }

    /// Everything that needs it directly.
    pub(super) fn needed_by(&self) -> impl Iterator<Item = NodeIndex> {
        self.children.iter().chain(&self.dependents).copied()
    }

    /// Whether several revisions need it, as parent or otherwise.
    pub(super) fn is_real_branch_point(&self) -> bool {
        // One revision may name it twice, as parent and as dependency: that is one revision still.
        let mut above = self.needed_by();
        let first = above.next();
        above.any(|other| Some(other) != first)
    }

    /// Whether it has several parents.
    pub(super) fn is_merge_point(&self) -> bool {
        self.parents.len() > 1
    }
}

/// A set of places in one graph; iterates in the order of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NodeSet(Vec<bool>);

impl NodeSet {
    /// The empty set in a graph of that size.
    pub(super) fn empty(size: usize) -> Self {
        Self(vec![false; size])
    }

    /// Adds a place; tells whether it is new.
    pub(super) fn insert(&mut self, index: NodeIndex) -> bool {
        self.0.get_mut(index.0).is_some_and(|held| !std::mem::replace(held, true))
    }

    /// Adds a place.
    pub(super) fn add(&mut self, index: NodeIndex) {
        self.insert(index);
    }

    /// Whether the place is in it.
    pub(super) fn contains(&self, index: NodeIndex) -> bool {
        self.0.get(index.0).copied().unwrap_or_default()
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    /// Takes out what is in the other set too.
    pub(super) fn subtract(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(held, taken)| *held &= !taken);
    }

    /// Takes out what is not in the other set too.
    pub(super) fn intersect(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(held, kept)| *held &= kept);
    }

    /// Adds what is in the other set.
    pub(super) fn unite(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(held, added)| *held |= added);
    }

    /// What is in it, in the order of the graph.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = NodeIndex> {
        self.0.iter().enumerate().filter(|(_, held)| **held).map(|(index, _)| NodeIndex(index))
    }
}
