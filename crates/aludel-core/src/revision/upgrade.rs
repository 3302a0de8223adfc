//! What an upgrade runs.

use super::applied::Current;
use super::lineage::Edges;
use super::node::{NodeIndex, NodeSet};
use super::resolve::Branch;
use super::walk::Overrun;
use super::{GraphError, Point, RevisionGraph, Symbol};

impl RevisionGraph {
    /// What an upgrade runs.
    pub(super) fn upgrade(&self, symbol: &Symbol, current: &Current) -> Result<NodeSet, GraphError> {
        if let Some(hole) = self.holes(&current.applied).next() {
            return Err(hole);
        }
        let targets = self.upgrade_targets(symbol, current, Overrun::Refuse)?;
        let mut wanted = self.ancestors(targets, Edges::All);
        wanted.subtract(&current.applied);
        Ok(wanted)
    }

    /// What should be applied in the end, apart from what that needs.
    pub(super) fn upgrade_targets(
        &self,
        symbol: &Symbol,
        current: &Current,
        overrun: Overrun,
    ) -> Result<Vec<NodeIndex>, GraphError> {
        let Some(steps) = symbol.steps() else { return self.select(symbol, &current.heads) };
        let branch = self.branch_of(symbol)?;
        let start = match symbol.point() {
            Point::Here if steps <= 0 => return Err(GraphError::StepsDown { symbol: symbol.to_string() }),
            Point::Here => self.upgrade_start(symbol, branch.as_ref(), current)?,
            _ if steps > 0 => self.single(symbol, None, &current.heads)?,
            _ => self.single(symbol, branch.as_ref(), &current.heads)?,
        };
        Ok(self.walk(symbol, start, branch.as_ref(), overrun)?.into_iter().collect())
    }

    /// Where the steps of `+1` or `b@+1` start: from the current revision, on the branch if one is named. Where none is
    /// current on the branch, from the newest on it that is applied, and else from the base.
    fn upgrade_start(
        &self,
        symbol: &Symbol,
        branch: Option<&Branch<'_>>,
        current: &Current,
    ) -> Result<Option<NodeIndex>, GraphError> {
        let mut starts = current.heads.clone();
        if let Some(branch) = branch {
            starts.retain(|index| branch.lineage.contains(*index));
            if starts.is_empty() {
                let mut on_branch = branch.lineage.clone();
                on_branch.intersect(&current.applied);
                let mut needed = self.no_places();
                on_branch.iter().flat_map(|index| self.node(index).needs()).for_each(|index| needed.add(index));
                on_branch.subtract(&needed);
                starts = on_branch.iter().collect();
            }
        }
        self.only_current(symbol, &starts)
    }
}
