//! Which revisions an upgrade or a downgrade runs, and in which order.

use std::fmt;

use super::node::NodeIndex;
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

impl Target {
    /// Which way it is.
    pub fn direction(&self) -> Direction {
        match self {
            Self::Upgrade(_) => Direction::Upgrade,
            Self::Downgrade(_) => Direction::Downgrade,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

    /// The only one of the current revisions that steps could start from; `None` if there is none.
    pub(super) fn only_current(&self, symbol: &Symbol, starts: &[NodeIndex]) -> Result<Option<NodeIndex>, GraphError> {
        match starts {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            several => Err(GraphError::SeveralCurrent {
                symbol: symbol.to_string(),
                current: self.ids_at(several.iter().copied()),
            }),
        }
    }
}
