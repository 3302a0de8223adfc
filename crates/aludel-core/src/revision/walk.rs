//! Walking a number of steps through a graph, one revision at a time.

use super::node::NodeIndex;
use super::resolve::Branch;
use super::{GraphError, RevisionGraph, Symbol};

/// What happens to steps that go past the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overrun {
    /// They are an error.
    Refuse,
    /// They end at the end.
    Stop,
}

impl RevisionGraph {
    /// Where the steps of a symbol lead to from a place; `None` is the base, at either end. Only steps upwards are
    /// narrowed to a branch: downwards, each revision knows its own parent.
    pub(super) fn walk(
        &self,
        symbol: &Symbol,
        start: Option<NodeIndex>,
        branch: Option<&Branch<'_>>,
        overrun: Overrun,
    ) -> Result<Option<NodeIndex>, GraphError> {
        let steps = symbol.steps().unwrap_or_default();
        let mut at = start;
        for taken in 0..steps.unsigned_abs() {
            let ways = if steps > 0 { self.ways_up(at, branch) } else { self.ways_down(at) };
            at = match ways.as_deref() {
                Some([]) | None if overrun == Overrun::Stop => return Ok(at),
                Some([]) | None => return Err(GraphError::TooFar { symbol: symbol.to_string(), possible: taken }),
                Some([only]) => *only,
                Some(several) => {
                    return Err(GraphError::AmbiguousSteps {
                        symbol: symbol.to_string(),
                        from: at.map(|at| self.id(at).clone()),
                        choices: self.ids_at(several.iter().copied().flatten()),
                    });
                }
            };
        }
        Ok(at)
    }

    /// Where one step up leads to.
    fn ways_up(&self, at: Option<NodeIndex>, branch: Option<&Branch<'_>>) -> Option<Vec<Option<NodeIndex>>> {
        let ways = match at {
            Some(at) => self.node(at).children.clone(),
            None => self.places().filter(|index| self.node(*index).parents.is_empty()).collect(),
        };
        let on_branch = |index: &NodeIndex| branch.is_none_or(|branch| branch.lineage.contains(*index));
        Some(ways.into_iter().filter(on_branch).map(Some).collect())
    }

    /// Where one step down leads to; below a base lies the base of all, and below that nothing.
    fn ways_down(&self, at: Option<NodeIndex>) -> Option<Vec<Option<NodeIndex>>> {
        let parents = &self.node(at?).parents;
        Some(if parents.is_empty() { vec![None] } else { parents.iter().copied().map(Some).collect() })
    }
}
