//! What a new revision may revise, depend on and be called.

use super::node::NodeIndex;
use super::{GraphError, Point, Revision, RevisionGraph, RevisionId, Symbol};

/// Whether a new revision may start a new branch.
///
/// ```
/// use aludel_core::revision::Splice;
///
/// assert_ne!(Splice::Refuse, Splice::Allow);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Splice {
    /// It may follow heads only.
    Refuse,
    /// It may follow any revision.
    Allow,
}

impl RevisionGraph {
    /// The parents of a new revision that should follow what some symbols stand for: usually `head`; none for `base`.
    ///
    /// # Errors
    /// Where a symbol stands for nothing or is ambiguous, where one revision is named twice, where one is not a head and
    /// may not be spliced, and where one is damaged.
    pub fn parents_for_new(&self, after: &[Symbol], splice: Splice) -> Result<Vec<RevisionId>, GraphError> {
        let mut parents: Vec<NodeIndex> = Vec::new();
        for symbol in after {
            for parent in self.without_database(symbol)? {
                if parents.contains(&parent) {
                    return Err(GraphError::ParentTwice { revision: self.id(parent).clone() });
                }
                parents.push(parent);
            }
        }
        self.require_sound(parents.iter().copied())?;
        match parents.iter().find(|parent| splice == Splice::Refuse && !self.node(**parent).children.is_empty()) {
            Some(parent) => Err(GraphError::NotHead { revision: self.revision(*parent).into() }),
            None => Ok(self.ids_at(parents)),
        }
    }

    /// The parents of a merge of what some symbols stand for: usually `heads`.
    ///
    /// # Errors
    /// As [`parents_for_new`](Self::parents_for_new), and where there are fewer than two.
    pub fn parents_for_merge(&self, of: &[Symbol], splice: Splice) -> Result<Vec<RevisionId>, GraphError> {
        let parents = self.parents_for_new(of, splice)?;
        if parents.len() < 2 {
            let heads = parents.iter().filter_map(|id| self.get(id)).map(Into::into).collect();
            return Err(GraphError::NothingToMerge { heads });
        }
        Ok(parents)
    }

    /// What a new revision writes as its dependencies: a label stays a label, all else becomes an id.
    ///
    /// # Errors
    /// Where a symbol stands for nothing or for several revisions.
    pub fn dependencies_for_new(&self, on: &[Symbol]) -> Result<Vec<String>, GraphError> {
        let mut dependencies: Vec<String> = Vec::new();
        for symbol in on {
            let is_label = match symbol.point() {
                Point::Named(name) => symbol.branch().is_none() && !self.names.label(name).is_empty(),
                _ => false,
            };
            let places = self.without_database(symbol)?;
            let written = if is_label {
                vec![symbol.to_string()]
            } else {
                self.ids_at(places).iter().map(ToString::to_string).collect()
            };
            dependencies.extend(written.into_iter().filter(|name| !dependencies.contains(name)).collect::<Vec<_>>());
        }
        Ok(dependencies)
    }

    /// Whether a revision could be added to the graph.
    ///
    /// # Errors
    /// The damage that the graph would take: an id or label that is taken or cannot be typed, a parent or dependency that
    /// is not there.
    pub fn admit(&self, revision: &Revision) -> Result<(), GraphError> {
        if let Some(taken) = self.get(&revision.id) {
            return Err(GraphError::IdTaken { revision: taken.into() });
        }
        let mut with = self.revisions.clone();
        with.push(revision.clone());
        let fresh = Self::build(with).damage.into_iter().find(|damage| !self.damage.contains(damage));
        fresh.map_or(Ok(()), Err)
    }

    /// The places that a symbol stands for where no database is asked.
    pub(super) fn without_database(&self, symbol: &Symbol) -> Result<Vec<NodeIndex>, GraphError> {
        if *symbol.point() == Point::Current {
            return Err(GraphError::NeedsDatabase { symbol: symbol.to_string() });
        }
        self.select(symbol, &[])
    }
}
