//! The graph of all revisions of a project: what revises what, and what depends on what.

use std::collections::BTreeSet;

use super::label::Labels;
use super::names::Names;
use super::node::{Node, NodeIndex, NodeSet};
use super::{GraphError, Revision, RevisionId};

/// The revisions of a project and how they hang together.
///
/// It stands in one order in which each revision comes after all that it needs; where that leaves a choice, the one that
/// was created first and then the one with the smaller id comes first. So everything that is listed or run is in the same
/// order on every machine, however the files were found.
///
/// A graph can always be built. What is wrong with the scripts is its [`damage`](Self::damage): it can be looked at all
/// the same, but nothing that needs a damaged revision is planned.
///
/// ```
/// use aludel_core::revision::{Applied, Direction, Revision, RevisionGraph, Step, Target};
///
/// let users = Revision::new("8f2c".parse()?, "create users");
/// let mut roles = Revision::new("3d41".parse()?, "add a role to users");
/// roles.revises.push(users.id.clone());
/// let graph = RevisionGraph::build([roles, users]);
///
/// let steps = graph.path(&Applied::default(), &Target::Upgrade("head".parse()?))?;
/// let order: Vec<_> = steps.iter().map(|step| step.revision.as_str()).collect();
/// assert_eq!(order, ["8f2c", "3d41"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct RevisionGraph {
    pub(super) revisions: Vec<Revision>,
    pub(super) nodes: Vec<Node>,
    pub(super) labels: Vec<Labels>,
    pub(super) names: Names,
    pub(super) damage: Vec<GraphError>,
}

impl RevisionGraph {
    /// What is wrong with the scripts. Where this is not empty, the graph holds what could be made of them: of scripts
    /// with one id the oldest, and no edge to what is missing or around a circle.
    pub fn damage(&self) -> &[GraphError] {
        &self.damage
    }

    /// The first damage that keeps this revision from being run: its own, or that of something that it needs.
    pub fn damage_of(&self, id: &RevisionId) -> Option<&GraphError> {
        self.broken(self.find(id)?)
    }

    /// The revision of that id.
    pub fn get(&self, id: &RevisionId) -> Option<&Revision> {
        self.find(id).map(|index| self.revision(index))
    }

    /// All revisions, each after all that it needs.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Revision> {
        self.revisions.iter()
    }

    /// How many revisions there are.
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Whether there is no revision.
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// Where a revision stands among the others.
    pub fn standing(&self, id: &RevisionId) -> Option<Standing<'_>> {
        let index = self.find(id)?;
        let node = self.node(index);
        Some(Standing {
            revision: self.revision(index),
            parents: self.revisions_at(node.parents.iter().copied()),
            dependencies: self.revisions_at(node.dependencies.iter().copied()),
            children: self.revisions_at(node.children.iter().copied()),
            dependents: self.revisions_at(node.dependents.iter().copied()),
            labels: self.labels_at(index),
        })
    }

    /// The place of the revision of that id.
    pub(super) fn find(&self, id: &RevisionId) -> Option<NodeIndex> {
        self.names.id(id.as_str())
    }

    /// The revision at a place.
    #[expect(clippy::indexing_slicing, reason = "a place is only made by the graph that it is a place of")]
    pub(super) fn revision(&self, index: NodeIndex) -> &Revision {
        &self.revisions[index.0]
    }

    /// The revisions at some places.
    pub(super) fn revisions_at(&self, places: impl IntoIterator<Item = NodeIndex>) -> Vec<&Revision> {
        places.into_iter().map(|index| self.revision(index)).collect()
    }

    /// The ids of the revisions at some places.
    pub(super) fn ids_at(&self, places: impl IntoIterator<Item = NodeIndex>) -> Vec<RevisionId> {
        places.into_iter().map(|index| self.id(index).clone()).collect()
    }

    /// The id of the revision at a place.
    pub(super) fn id(&self, index: NodeIndex) -> &RevisionId {
        &self.revision(index).id
    }

    /// The labels that the revision at a place shows.
    pub(super) fn labels_at(&self, index: NodeIndex) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.labels.get(index.0).map_or(&NONE, |labels| labels)
    }

    /// How the revision at a place hangs together with the others.
    #[expect(clippy::indexing_slicing, reason = "a place is only made by the graph that it is a place of")]
    pub(super) fn node(&self, index: NodeIndex) -> &Node {
        &self.nodes[index.0]
    }

    /// All places, in order.
    pub(super) fn places(&self) -> impl DoubleEndedIterator<Item = NodeIndex> + use<> {
        (0..self.nodes.len()).map(NodeIndex)
    }

    /// An empty set of places.
    pub(super) fn no_places(&self) -> NodeSet {
        NodeSet::empty(self.nodes.len())
    }

    /// What keeps the revision at a place from being run.
    pub(super) fn broken(&self, index: NodeIndex) -> Option<&GraphError> {
        self.node(index).broken.and_then(|damage| self.damage.get(damage))
    }

    /// Refuses places that damage keeps from being run.
    pub(super) fn require_sound(&self, places: impl IntoIterator<Item = NodeIndex>) -> Result<(), GraphError> {
        match places.into_iter().find_map(|index| self.broken(index)) {
            Some(damage) => Err(damage.clone()),
            None => Ok(()),
        }
    }
}

/// Where a revision stands among the others.
///
/// ```
/// use aludel_core::revision::{Revision, RevisionGraph};
///
/// let graph = RevisionGraph::build([Revision::new("8f2c".parse()?, "create users")]);
/// let standing = graph.standing(&"8f2c".parse()?).expect("it is there");
/// assert!(standing.is_base() && standing.is_head() && !standing.is_merge_point());
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug)]
pub struct Standing<'g> {
    /// The revision.
    pub revision: &'g Revision,
    /// What it revises; a missing parent is missing here.
    pub parents: Vec<&'g Revision>,
    /// What it depends on besides.
    pub dependencies: Vec<&'g Revision>,
    /// What revises it.
    pub children: Vec<&'g Revision>,
    /// What depends on it besides.
    pub dependents: Vec<&'g Revision>,
    /// The labels that it shows: those that it carries and those that reach it along its branch.
    pub labels: &'g BTreeSet<String>,
}

impl Standing<'_> {
    /// Whether it revises nothing.
    pub fn is_base(&self) -> bool {
        self.parents.is_empty()
    }

    /// Whether nothing revises it.
    pub fn is_head(&self) -> bool {
        self.children.is_empty()
    }

    /// Whether nothing revises it and nothing depends on it. A head that something depends on is an effective head only:
    /// it is never current beside what depends on it.
    pub fn is_real_head(&self) -> bool {
        self.children.is_empty() && self.dependents.is_empty()
    }

    /// Whether several revisions revise it.
    pub fn is_branch_point(&self) -> bool {
        self.children.len() > 1
    }

    /// Whether it revises several.
    pub fn is_merge_point(&self) -> bool {
        self.parents.len() > 1
    }
}
