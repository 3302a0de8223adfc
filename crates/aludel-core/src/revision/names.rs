//! The names by which the revisions of a graph can be called: their ids and labels.

use std::collections::{BTreeMap, HashMap};

use super::node::NodeIndex;

/// All names of a graph.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Looked up only, never gone through.
    ids: HashMap<Box<str>, NodeIndex>,
    /// More than one carrier only where the graph is damaged.
    labels: BTreeMap<String, Vec<NodeIndex>>,
}

impl Names {
    /// The names of a graph.
    pub(super) fn new(ids: HashMap<Box<str>, NodeIndex>, labels: BTreeMap<String, Vec<NodeIndex>>) -> Self {
        Self { ids, labels }
    }

    /// The revision of that id.
    pub(super) fn id(&self, text: &str) -> Option<NodeIndex> {
        self.ids.get(text).copied()
    }

    /// The carriers of a label; none where it is the id of a revision, which goes before.
    pub(super) fn label(&self, text: &str) -> &[NodeIndex] {
        let carriers = self.labels.get(text).filter(|_| !self.ids.contains_key(text));
        carriers.map(Vec::as_slice).unwrap_or_default()
    }

    /// All labels and their carriers, sorted.
    pub(super) fn labels(&self) -> impl Iterator<Item = (&str, NodeIndex)> {
        self.labels.iter().flat_map(|(label, carriers)| carriers.iter().map(move |carrier| (label.as_str(), *carrier)))
    }
}
