//! The revisions of a range.

use super::applied::Current;
use super::lineage::Edges;
use super::node::NodeIndex;
use super::walk::Overrun;
use super::{Applied, GraphError, Point, Range, Revision, RevisionGraph, Symbol};

impl RevisionGraph {
    /// The revisions of a range, both ends among them, newest first.
    ///
    /// The lower end is `base` where it is left out, and then the dependencies of the upper end belong to the range; else
    /// only what descends from the lower end. The upper end is `heads` where it is left out, and may count steps: `x-1`, or
    /// `+2` from the lower end. `b@x:` narrows the heads to those that show the label. `-3:` starts three below the heads,
    /// and `-3:current` three below what is current.
    ///
    /// # Errors
    /// Where an end stands for nothing or is ambiguous, where the lower one does not lie below the upper one, and where
    /// `current` is asked for and the ledger has revisions that no script has.
    pub fn history(&self, range: &Range, applied: &Applied) -> Result<Vec<&Revision>, GraphError> {
        let ends = [&range.lower, &range.upper].into_iter().flatten();
        let current = if ends.clone().any(|end| *end.point() == Point::Current) {
            self.locate(applied)?
        } else {
            self.known(&Applied::default())
        };
        let lower = self.lower_end(range, &current)?;
        let mut targets = self.upper_end(range.upper.as_ref(), &lower, &current)?;
        if let Some(branch) = range.lower.as_ref().map(|lower| self.branch_of(lower)).transpose()?.flatten() {
            targets.retain(|index| self.shows(*index, &branch));
        }

        let mut wanted = self.ancestors(targets, Edges::All);
        if let Some(outside) = lower.iter().find(|index| !wanted.contains(**index)) {
            return Err(GraphError::NotBelow { range: range.to_string(), lower: self.id(*outside).clone() });
        }
        if !lower.is_empty() {
            wanted.subtract(&self.ancestors(lower.iter().copied(), Edges::All));
            lower.iter().for_each(|index| wanted.add(*index));
            wanted.intersect(&self.descendants(lower, Edges::Versioned));
        }
        Ok(self.revisions_at(wanted.iter().rev()))
    }

    /// The places of the older end of a range; none is the base.
    fn lower_end(&self, range: &Range, current: &Current) -> Result<Vec<NodeIndex>, GraphError> {
        let Some(lower) = &range.lower else { return Ok(Vec::new()) };
        let up_to_current = range.upper.as_ref().is_some_and(|upper| *upper == Symbol::from(Point::Current));
        match (lower.point(), lower.steps()) {
            (Point::Here, Some(steps)) if steps < 0 => {
                let heads = if up_to_current { current.heads.clone() } else { self.real_head_places() };
                let below: Option<Vec<_>> = self.below_heads(lower, &heads)?.into_iter().collect();
                Ok(below.unwrap_or_default())
            }
            _ => self.select(lower, &current.heads),
        }
    }

    /// The places of the newer end of a range.
    fn upper_end(
        &self,
        upper: Option<&Symbol>,
        lower: &[NodeIndex],
        current: &Current,
    ) -> Result<Vec<NodeIndex>, GraphError> {
        match upper {
            None => Ok(self.real_head_places()),
            Some(upper) if *upper.point() == Point::Here => {
                let from =
                    Current { applied: self.ancestors(lower.iter().copied(), Edges::All), heads: lower.to_vec() };
                self.upgrade_targets(upper, &from, Overrun::Stop)
            }
            Some(upper) => self.upgrade_targets(upper, current, Overrun::Stop),
        }
    }
}
