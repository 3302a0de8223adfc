//! What a symbol stands for.

use super::node::{NodeIndex, NodeSet};
use super::suggest::nearest;
use super::walk::Overrun;
use super::{Applied, GraphError, Point, Revision, RevisionGraph, Symbol};

/// A name shorter than this is not found by its beginning: it could hardly be typed shorter.
const SHORTEST_ABBREVIATED: usize = 4;

/// The branch that a symbol is narrowed to.
#[derive(Clone, Debug)]
pub(super) struct Branch<'s> {
    /// As it was written.
    pub(super) name: &'s str,
    /// The revision that it is a branch of.
    pub(super) root: NodeIndex,
    /// What that revises and what revises it.
    pub(super) lineage: NodeSet,
}

impl RevisionGraph {
    /// The revisions that a symbol stands for; none for `base`.
    ///
    /// | symbol | stands for |
    /// |---|---|
    /// | `head`, `b@head` | the only head, of that branch |
    /// | `heads` | the real heads, which nothing needs |
    /// | `b@heads` | the heads of that branch |
    /// | `current` | the heads of the database |
    /// | an id or label | that revision, or the one that carries the label |
    /// | the beginning of one | the same, where only one id or label of four letters or more begins so |
    /// | `b@x` | the same, looked for on that branch only |
    /// | `-2`, `b@-2` | what lies two below each real head that shows the label |
    ///
    /// # Errors
    /// Where it stands for nothing, where `head` is not one, and where it counts steps from a revision: only
    /// [`path`](Self::path) and the end of a [`history`](Self::history) do that.
    pub fn resolve(&self, symbol: &Symbol, applied: &Applied) -> Result<Vec<&Revision>, GraphError> {
        let applied = if *symbol.point() == Point::Current { self.locate(applied)?.heads } else { Vec::new() };
        Ok(self.revisions_at(self.select(symbol, &applied)?))
    }

    /// The places that a symbol stands for, where these are current.
    pub(super) fn select(&self, symbol: &Symbol, current: &[NodeIndex]) -> Result<Vec<NodeIndex>, GraphError> {
        match (symbol.point(), symbol.steps()) {
            (Point::Here, Some(steps)) if steps < 0 => {
                let mut seen = self.no_places();
                let below = self.below_heads(symbol, &self.real_head_places())?;
                Ok(below.into_iter().flatten().filter(|index| seen.insert(*index)).collect())
            }
            (Point::Here, _) => Err(GraphError::StepsUp { symbol: symbol.to_string() }),
            (_, Some(_)) => Err(GraphError::StepsFromRevision { symbol: symbol.to_string() }),
            (_, None) => {
                let branch = self.branch_of(symbol)?;
                self.at_point(symbol, branch.as_ref(), current)
            }
        }
    }

    /// The places that a symbol stands for, its steps left aside.
    pub(super) fn at_point(
        &self,
        symbol: &Symbol,
        branch: Option<&Branch<'_>>,
        current: &[NodeIndex],
    ) -> Result<Vec<NodeIndex>, GraphError> {
        let narrowed = |places: Vec<NodeIndex>| match branch {
            Some(branch) => places.into_iter().filter(|index| branch.lineage.contains(*index)).collect(),
            None => places,
        };
        match symbol.point() {
            Point::Base | Point::Here => Ok(Vec::new()),
            Point::Current => Ok(narrowed(current.to_vec())),
            Point::Heads if branch.is_none() => Ok(self.real_head_places()),
            Point::Heads => Ok(narrowed(self.head_places())),
            Point::Head => {
                let heads = narrowed(self.head_places());
                if heads.len() > 1 { Err(self.several(symbol, &heads)) } else { Ok(heads) }
            }
            Point::Named(name) => Ok(vec![self.named(name, branch)?]),
        }
    }

    /// The one place that a symbol stands for, its steps left aside; `None` is the base.
    pub(super) fn single(
        &self,
        symbol: &Symbol,
        branch: Option<&Branch<'_>>,
        current: &[NodeIndex],
    ) -> Result<Option<NodeIndex>, GraphError> {
        match self.at_point(symbol, branch, current)?.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several if *symbol.point() == Point::Current => Err(GraphError::SeveralCurrent {
                symbol: symbol.to_string(),
                current: self.ids_at(several.iter().copied()),
            }),
            several => Err(self.several(symbol, several)),
        }
    }

    /// The branch that a symbol is narrowed to, if it is.
    pub(super) fn branch_of<'s>(&self, symbol: &'s Symbol) -> Result<Option<Branch<'s>>, GraphError> {
        let Some(name) = symbol.branch() else { return Ok(None) };
        let root = self.named(name, None).map_err(|error| match error {
            GraphError::Unknown { name, similar } => GraphError::UnknownBranch { name, similar },
            other => other,
        })?;
        Ok(Some(Branch { name, root, lineage: self.lineage(root) }))
    }

    /// The place that an id, a label or the beginning of one stands for.
    fn named(&self, name: &str, branch: Option<&Branch<'_>>) -> Result<NodeIndex, GraphError> {
        let on_branch = |index: NodeIndex| branch.is_none_or(|branch| branch.lineage.contains(index));
        let exact = self.names.id(name).map_or_else(|| self.names.label(name).to_vec(), |index| vec![index]);
        match (exact.as_slice(), branch) {
            ([], _) => self.abbreviated(name, on_branch),
            ([one], Some(branch)) if !on_branch(*one) => {
                Err(GraphError::NotOnBranch { revision: self.id(*one).clone(), branch: branch.name.to_owned() })
            }
            ([one], _) => Ok(*one),
            (several, _) => Err(GraphError::DuplicateLabel {
                label: name.to_owned(),
                revisions: self.revisions_at(several.iter().copied()).into_iter().map(Into::into).collect(),
            }),
        }
    }

    /// The place that the beginning of an id or label stands for, where only one on the branch begins so.
    fn abbreviated(&self, name: &str, on_branch: impl Fn(NodeIndex) -> bool) -> Result<NodeIndex, GraphError> {
        let fits = |text: &str| text.starts_with(name) && text.chars().count() >= SHORTEST_ABBREVIATED;
        let mut candidates: Vec<_> = self.all_names().filter(|(text, index)| fits(text) && on_branch(*index)).collect();
        candidates.sort_unstable();
        match candidates.as_slice() {
            [(_, one)] => Ok(*one),
            [] => Err(self.unknown(name)),
            several => Err(GraphError::Ambiguous {
                name: name.to_owned(),
                candidates: several.iter().map(|(text, _)| (*text).to_owned()).collect(),
            }),
        }
    }

    /// Every id and label, and the place that it stands for.
    fn all_names(&self) -> impl Iterator<Item = (&str, NodeIndex)> {
        self.places().map(|index| (self.id(index).as_str(), index)).chain(self.names.labels())
    }

    /// The places some steps below each of some heads, as far as the heads belong to the branch that the symbol is narrowed
    /// to; `None` is the base, and so is what lies below it.
    pub(super) fn below_heads(
        &self,
        symbol: &Symbol,
        heads: &[NodeIndex],
    ) -> Result<Vec<Option<NodeIndex>>, GraphError> {
        let branch = self.branch_of(symbol)?;
        let on_branch = |head: &&NodeIndex| branch.as_ref().is_none_or(|branch| self.shows(**head, branch));
        heads.iter().filter(on_branch).map(|head| self.walk(symbol, Some(*head), None, Overrun::Stop)).collect()
    }

    /// Whether the revision at a place counts to a branch: by the label that the branch is named by, or by the only label
    /// that the revision it is named by shows, or else by descent.
    pub(super) fn shows(&self, index: NodeIndex, branch: &Branch<'_>) -> bool {
        let is_label = !self.names.label(branch.name).is_empty();
        let of_root = self.labels_at(branch.root);
        match of_root.first() {
            _ if is_label => self.labels_at(index).contains(branch.name),
            Some(only) if of_root.len() == 1 => self.labels_at(index).contains(only),
            _ => branch.lineage.contains(index),
        }
    }

    /// The error for a name that nothing has.
    fn unknown(&self, name: &str) -> GraphError {
        GraphError::Unknown {
            name: name.to_owned(),
            similar: nearest(name, Symbol::WORDS.into_iter().chain(self.all_names().map(|(text, _)| text))),
        }
    }

    /// The error for several heads where one is needed; damage goes first, because it may be what parted them.
    fn several(&self, symbol: &Symbol, heads: &[NodeIndex]) -> GraphError {
        self.require_sound(heads.iter().copied()).err().unwrap_or_else(|| GraphError::SeveralHeads {
            symbol: symbol.to_string(),
            heads: self.revisions_at(heads.iter().copied()).into_iter().map(Into::into).collect(),
        })
    }
}
