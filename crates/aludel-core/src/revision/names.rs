//! The names by which the revisions of a graph can be called: their ids and labels.

use super::node::NodeIndex;

/// All names of a graph, sorted, so that those with one beginning stand together.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(Vec<Name>);

/// One name of one revision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) text: String,
    /// An id goes before a label of the same text.
    pub(super) is_label: bool,
    pub(super) node: NodeIndex,
}

impl Names {
    /// Some names, in any order.
    pub(super) fn new(mut names: Vec<Name>) -> Self {
        names.sort_unstable();
        Self(names)
    }

    /// Those that are exactly this: more than one only where the graph is damaged.
    pub(super) fn exactly(&self, text: &str) -> &[Name] {
        let all = self.beginning_with(text);
        let count = all.iter().take_while(|name| name.text == text).count();
        all.get(..count).unwrap_or_default()
    }

    /// Those that begin so.
    pub(super) fn beginning_with(&self, text: &str) -> &[Name] {
        let start = self.0.partition_point(|name| name.text.as_str() < text);
        let rest = self.0.get(start..).unwrap_or_default();
        let count = rest.partition_point(|name| name.text.starts_with(text));
        rest.get(..count).unwrap_or_default()
    }

    /// The text of each.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|name| name.text.as_str())
    }
}
