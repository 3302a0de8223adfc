//! What a downgrade takes back.

use super::applied::Current;
use super::lineage::Edges;
use super::node::{NodeIndex, NodeSet};
use super::resolve::Branch;
use super::walk::Overrun;
use super::{GraphError, Point, RevisionGraph, Symbol};

impl RevisionGraph {
    /// What a downgrade takes back.
    pub(super) fn downgrade(&self, symbol: &Symbol, current: &Current) -> Result<NodeSet, GraphError> {
        let (target, branch) = self.downgrade_target(symbol, current)?;
        let above = match target {
            Some(target) => self.node(target).children.clone(),
            None => self.places().filter(|index| self.node(*index).parents.is_empty()).collect(),
        };
        let roots = self.on_the_way_to(symbol, branch, above)?;
        let mut dropped = self.descendants(roots, Edges::All);
        dropped.intersect(&current.applied);
        match target.filter(|target| dropped.is_empty() && !current.heads.contains(target)) {
            None => Ok(dropped),
            Some(target) => {
                let (symbol, revision) = (symbol.to_string(), self.id(target).clone());
                let is_applied = current.applied.contains(target);
                Err(if is_applied {
                    GraphError::NothingAbove { symbol, revision }
                } else {
                    GraphError::NotApplied { symbol, revision }
                })
            }
        }
    }

    /// Those of several revisions that the root of a branch descends from; a single one is not asked.
    fn on_the_way_to(
        &self,
        symbol: &Symbol,
        root: Option<NodeIndex>,
        mut above: Vec<NodeIndex>,
    ) -> Result<Vec<NodeIndex>, GraphError> {
        let Some(root) = root.filter(|_| above.len() > 1) else { return Ok(above) };
        let all = above.clone();
        let below = self.ancestors([root], Edges::Versioned);
        above.retain(|index| below.contains(*index));
        if above.is_empty() {
            return Err(GraphError::OffBranch {
                symbol: symbol.to_string(),
                branch: symbol.branch().map_or_else(|| self.id(root).to_string(), ToOwned::to_owned),
                above: self.ids_at(all),
            });
        }
        Ok(above)
    }

    /// The place that a downgrade goes to, `None` being the base, and the root of the branch that it is narrowed to.
    fn downgrade_target(
        &self,
        symbol: &Symbol,
        current: &Current,
    ) -> Result<(Option<NodeIndex>, Option<NodeIndex>), GraphError> {
        let branch = self.branch_of(symbol)?;
        let root = branch.as_ref().map(|branch| branch.root);
        let Some(steps) = symbol.steps() else {
            // The branch says which side to take back, not where to look: `b@head` is the head of the whole graph.
            return Ok((self.single(symbol, None, &current.heads)?, root));
        };
        let (start, root) = match symbol.point() {
            Point::Here if steps >= 0 => return Err(GraphError::StepsUp { symbol: symbol.to_string() }),
            Point::Here => {
                let start = self.downgrade_start(symbol, branch.as_ref(), current)?;
                (Some(start), root.or(Some(start)))
            }
            _ if steps >= 0 => (self.single(symbol, None, &current.heads)?, root),
            _ => (self.single(symbol, branch.as_ref(), &current.heads)?, root),
        };
        Ok((self.walk(symbol, start, branch.as_ref(), Overrun::Refuse)?, root))
    }

    /// Where the steps of `-1` or `b@-1` start: from the first current revision; with a branch, from the current one on it,
    /// or else the newest on it that is applied.
    fn downgrade_start(
        &self,
        symbol: &Symbol,
        branch: Option<&Branch<'_>>,
        current: &Current,
    ) -> Result<NodeIndex, GraphError> {
        let start = match branch {
            None => current.heads.first().copied(),
            Some(branch) => {
                let mut starts = current.heads.clone();
                starts.retain(|index| branch.lineage.contains(*index));
                if starts.is_empty() {
                    starts = self.tips(&current.applied);
                    starts.retain(|index| branch.lineage.contains(*index));
                }
                self.only_current(symbol, &starts)?
            }
        };
        start.ok_or_else(|| GraphError::NothingApplied { symbol: symbol.to_string() })
    }

    /// The members of a set that no other member descends from; dependencies do not count.
    fn tips(&self, set: &NodeSet) -> Vec<NodeIndex> {
        let parents = set.iter().flat_map(|index| self.node(index).parents.iter().copied());
        let below = self.ancestors(parents, Edges::Versioned);
        set.iter().filter(|index| !below.contains(*index)).collect()
    }
}
