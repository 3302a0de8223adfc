//! Which revisions an upgrade or a downgrade runs, and in which order.

use super::applied::Current;
use super::lineage::Edges;
use super::node::{NodeIndex, NodeSet};
use super::resolve::Branch;
use super::walk::Overrun;
use super::{Applied, GraphError, Point, RevisionGraph, RevisionId, Symbol};

/// Where a database should be taken.
///
/// ```
/// use aludel_core::revision::{Symbol, Target};
///
/// assert_eq!(Target::Downgrade(Symbol::relative(-1)).to_string(), "downgrade to \"-1\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Up, until this and all that it needs is applied.
    Upgrade(Symbol),
    /// Down, until nothing above this is applied.
    Downgrade(Symbol),
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Upgrade(symbol) => write!(f, "upgrade to \"{symbol}\""),
            Self::Downgrade(symbol) => write!(f, "downgrade to \"{symbol}\""),
        }
    }
}

/// Which of its two functions a revision runs.
///
/// ```
/// use aludel_core::revision::Direction;
///
/// assert_eq!(Direction::Upgrade.to_string(), "upgrade");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Its `upgrade`.
    Upgrade,
    /// Its `downgrade`.
    Downgrade,
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
        })
    }
}

/// One revision to run.
///
/// ```
/// use aludel_core::revision::{Direction, Step};
///
/// let step = Step { revision: "8f2c".parse()?, direction: Direction::Upgrade };
/// assert_eq!(step.revision.as_str(), "8f2c");
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The revision.
    pub revision: RevisionId,
    /// Up or down.
    pub direction: Direction,
}

impl RevisionGraph {
    /// The revisions to run, in order, so that a database comes to its target.
    ///
    /// An upgrade runs the target and all that it needs, dependencies too, as far as it is not applied; to an applied
    /// revision or to `base` that is nothing. A downgrade takes back what lies above its target and all that needs it;
    /// dependencies stay. `b@x` takes back only the branch of `b` above `x`.
    ///
    /// # Errors
    /// Where the target stands for nothing or is ambiguous, where a downgrade goes to a revision that is not applied, where
    /// damage touches what would run, where the ledger has revisions that no script has, and, for an upgrade, where it has
    /// a hole: all that is found before anything runs.
    pub fn path(&self, applied: &Applied, to: &Target) -> Result<Vec<Step>, GraphError> {
        let current = self.locate(applied)?;
        match to {
            Target::Upgrade(symbol) => {
                let places = self.upgrade(symbol, &current)?;
                self.steps(places.iter().collect(), Direction::Upgrade)
            }
            Target::Downgrade(symbol) => {
                let places = self.downgrade(symbol, &current)?;
                self.steps(places.iter().rev().collect(), Direction::Downgrade)
            }
        }
    }

    /// The current revision that a bare `-1` starts from, where it could start from several: the first in the order of the
    /// ledger. That is a guess, and worth a warning.
    pub fn guess(&self, applied: &Applied, to: &Target) -> Option<RevisionId> {
        let Target::Downgrade(symbol) = to else { return None };
        let guesses = symbol.branch().is_none() && *symbol.point() == Point::Here;
        match self.known(applied).heads.as_slice() {
            [first, _, ..] if guesses => Some(self.id(*first).clone()),
            _ => None,
        }
    }

    fn steps(&self, places: Vec<NodeIndex>, direction: Direction) -> Result<Vec<Step>, GraphError> {
        self.require_sound(places.iter().copied())?;
        Ok(places.into_iter().map(|index| Step { revision: self.id(index).clone(), direction }).collect())
    }

    /// What an upgrade runs.
    fn upgrade(&self, symbol: &Symbol, current: &Current) -> Result<NodeSet, GraphError> {
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
                starts = self.maximal(&on_branch).iter().collect();
            }
        }
        self.only_current(symbol, &starts)
    }

    /// The only one of the current revisions that steps could start from; `None` if there is none.
    fn only_current(&self, symbol: &Symbol, starts: &[NodeIndex]) -> Result<Option<NodeIndex>, GraphError> {
        match starts {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            several => Err(GraphError::SeveralCurrent {
                symbol: symbol.to_string(),
                current: self.ids_at(several.iter().copied()),
            }),
        }
    }

    /// What a downgrade takes back.
    fn downgrade(&self, symbol: &Symbol, current: &Current) -> Result<NodeSet, GraphError> {
        let (target, branch) = self.downgrade_target(symbol, current)?;
        let above = match target {
            Some(target) => self.node(target).children.clone(),
            None => self.places().filter(|index| self.node(*index).parents.is_empty()).collect(),
        };
        let roots = self.on_the_way_to(symbol, branch, above)?;
        let mut dropped = self.descendants(roots, Edges::All);
        dropped.intersect(&current.applied);
        match target {
            Some(target) if dropped.is_empty() && !current.heads.contains(&target) => {
                Err(GraphError::NotApplied { symbol: symbol.to_string(), revision: self.id(target).clone() })
            }
            _ => Ok(dropped),
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
