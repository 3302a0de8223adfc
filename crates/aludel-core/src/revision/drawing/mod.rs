//! A graph as a picture of characters: one row for each revision, newest first, and between them the rows in which lines
//! part and meet.
//!
//! Below a revision a line leads to each that it needs: solid to a parent, dotted to a dependency. A line keeps its column
//! from where it begins to where it ends, and lines that lead to one revision meet as soon as they can, so no two columns
//! ever lead to the same one. A branch is drawn to its end before the next one begins.
//!
//! What a line is like right below a revision tells what it is to that revision; further down, a dotted line may have met
//! a solid one.

mod cell;
mod order;

use std::collections::HashMap;

pub use cell::{Cell, Row};

use super::node::{NodeIndex, NodeSet};
use super::{RevisionGraph, RevisionId};
use cell::{Line, across, bottom, lines, put};

/// The picture of some revisions, from the newest to the oldest.
///
/// ```
/// use aludel_core::revision::{Drawing, Revision, RevisionGraph};
///
/// let mut left = Revision::new("b".parse()?, "left");
/// let mut right = Revision::new("c".parse()?, "right");
/// for side in [&mut left, &mut right] {
///     side.revises.push("a".parse()?);
/// }
/// let graph = RevisionGraph::build([Revision::new("a".parse()?, "root"), left, right]);
/// let drawing: Drawing<'_> = graph.draw(graph.iter().map(|revision| &revision.id));
/// let rows: Vec<String> = drawing.flat_map(|drawn| drawn.rows().map(|row| row.to_string()).collect::<Vec<_>>()).collect();
/// assert_eq!(rows, ["*", "| *", "|/", "*"]);
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Debug)]
pub struct Drawing<'g> {
    graph: &'g RevisionGraph,
    shown: NodeSet,
    order: std::vec::IntoIter<NodeIndex>,
    /// The columns, and what the line in each leads to.
    columns: Vec<Option<Lane>>,
    /// The column in which the line to a revision runs. Looked up only.
    waiting: HashMap<NodeIndex, usize>,
    /// The column in which the revision above ended with nothing below it.
    ended: Option<usize>,
    colors: usize,
}

/// One revision of a picture.
///
/// ```
/// use aludel_core::revision::{Drawn, Revision, RevisionGraph};
///
/// let graph = RevisionGraph::build([Revision::new("8f2c".parse()?, "create users")]);
/// let drawn: Drawn<'_> = graph.draw(graph.iter().map(|revision| &revision.id)).next().expect("one");
/// assert_eq!((drawn.id.as_str(), drawn.node.to_string()), ("8f2c", "*".to_owned()));
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn<'g> {
    /// Which one.
    pub id: &'g RevisionId,
    /// A row that keeps it apart from what stands above it and has nothing to do with it.
    pub gap: Option<Row>,
    /// The row that it stands in, as `*`.
    pub node: Row,
    /// The rows below it, in which its lines part and meet others.
    pub links: Vec<Row>,
    /// The lines that go on below all that: for further text of the revision.
    pub below: Row,
}

impl Drawn<'_> {
    /// All rows, from the top.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.gap.iter().chain([&self.node]).chain(&self.links)
    }
}

/// A line on its way down.
#[derive(Clone, Copy, Debug)]
struct Lane {
    to: NodeIndex,
    line: Line,
    color: usize,
}

/// What a revision needs that is to be drawn.
type Need = (NodeIndex, Line);

impl RevisionGraph {
    /// The picture of some of the revisions. Lines to others are left out; where a revision has none for that reason,
    /// `~` below it says so.
    pub fn draw<'g>(&'g self, revisions: impl IntoIterator<Item = &'g RevisionId>) -> Drawing<'g> {
        let mut shown = self.no_places();
        revisions.into_iter().filter_map(|id| self.find(id)).for_each(|index| shown.add(index));
        let order = order::branch_by_branch(self, &shown).into_iter();
        Drawing { graph: self, shown, order, columns: Vec::new(), waiting: HashMap::new(), ended: None, colors: 0 }
    }

    /// What the revision at a place needs: what it revises in the order of its header, then what it depends on besides.
    fn needs_in_order(&self, index: NodeIndex) -> Vec<Need> {
        let (node, revision) = (self.node(index), self.revision(index));
        let revises = revision.revises.iter().filter_map(|id| self.find(id));
        let mut parents: Vec<NodeIndex> = revises.filter(|parent| node.parents.contains(parent)).collect();
        let mut seen = Vec::with_capacity(parents.len());
        parents.retain(|parent| !seen.contains(parent) && (seen.push(*parent), true).1);
        let dependencies = node.dependencies.iter().copied().filter(|needed| !parents.contains(needed));
        let dependencies: Vec<Need> = dependencies.map(|needed| (needed, Line::Dotted)).collect();
        parents.into_iter().map(|parent| (parent, Line::Solid)).chain(dependencies).collect()
    }
}

impl<'g> Iterator for Drawing<'g> {
    type Item = Drawn<'g>;

    fn next(&mut self) -> Option<Drawn<'g>> {
        let index = self.order.next()?;
        let column = self.waiting.remove(&index).unwrap_or_else(|| self.free_column(0));
        let color = self.take(column).map_or_else(|| self.new_color(), |lane| lane.color);
        let stands_below = self.ended.take() == Some(column);
        let gap = stands_below.then(|| self.row());
        let mut node = self.row();
        put(&mut node, column, '*', color);
        let needs = self.graph.needs_in_order(index);
        let is_cut = !needs.is_empty() || !self.graph.revision(index).revises.is_empty();
        let needs: Vec<Need> = needs.into_iter().filter(|(needed, _)| self.shown.contains(*needed)).collect();
        let links = if needs.is_empty() {
            if is_cut {
                vec![bottom(&self.row(), column, color)]
            } else {
                self.ended = Some(column);
                Vec::new()
            }
        } else {
            self.lead(column, color, needs)
        };
        self.trim();
        Some(Drawn { id: self.graph.id(index), gap, node, links, below: self.row() })
    }
}

impl Drawing<'_> {
    /// Leads lines from a revision to all that it needs.
    fn lead(&mut self, column: usize, color: usize, needs: Vec<Need>) -> Vec<Row> {
        let (met, new): (Vec<Need>, Vec<Need>) = needs.into_iter().partition(|(to, _)| self.waiting.contains_key(to));
        let mut met: Vec<(usize, Need)> =
            met.into_iter().filter_map(|need| Some((*self.waiting.get(&need.0)?, need))).collect();
        met.sort_by_key(|(at, _)| *at);
        let mut links = Vec::new();
        let mut new = new.into_iter();
        // The line goes straight on to the first that no line leads to yet, or else fetches one from the right.
        let mut fetched = None;
        if let Some((to, line)) = new.next() {
            self.open(column, Lane { to, line, color });
        } else if let Some(place) = met.iter().position(|(at, need)| *at > column && self.can_be_fetched(*at, *need)) {
            fetched = Some(met.remove(place));
        }
        for (to, line) in new {
            let at = self.free_column(column + 1);
            let color = self.new_color();
            links.push(across(&self.row(), (column, at), '\\', line, color));
            self.open(at, Lane { to, line, color });
        }
        // Those on the right first, so that the last one may end the column.
        let (left, right): (Vec<_>, Vec<_>) = met.into_iter().partition(|(at, _)| *at < column);
        let mut met = right.into_iter().chain(left.into_iter().rev()).peekable();
        while let Some((at, (_, line))) = met.next() {
            let mut row = self.row();
            let next = met.peek().or(fetched.as_ref());
            if let (None, Some((_, (_, line)))) = (self.lane(column), next) {
                put(&mut row, column, line.glyph(), color);
            }
            let (ends, slant) = if at > column { ((column, at), '\\') } else { ((at, column), '/') };
            links.push(across(&row, ends, slant, line, color));
            self.meet(at, line);
        }
        if let Some((at, (to, line))) = fetched {
            links.push(self.fetch(at, column, Lane { to, line, color }));
        }
        // Two revisions right below each other are parent and child, unless a row between them says otherwise.
        if links.is_empty() && self.lane(column).is_some_and(|lane| lane.line == Line::Dotted) {
            links.push(self.row());
        }
        links
    }

    /// True where a line may be bent towards the revision that needs the same: it must not look like more than it is.
    fn can_be_fetched(&self, at: usize, (_, line): Need) -> bool {
        line == Line::Solid || self.lane(at).is_some_and(|lane| lane.line == Line::Dotted)
    }

    /// Bends the line in a column on the right to this one.
    fn fetch(&mut self, from: usize, column: usize, lane: Lane) -> Row {
        let bent = self.take(from).unwrap_or(lane);
        self.open(column, lane);
        across(&self.row(), (column, from), '/', bent.line, bent.color)
    }

    /// Notes that another line has met the one in a column.
    fn meet(&mut self, at: usize, line: Line) {
        if let (Some(Some(lane)), Line::Solid) = (self.columns.get_mut(at), line) {
            lane.line = Line::Solid;
        }
    }

    fn lane(&self, column: usize) -> Option<Lane> {
        self.columns.get(column).copied().flatten()
    }

    fn take(&mut self, column: usize) -> Option<Lane> {
        self.columns.get_mut(column)?.take()
    }

    /// Begins a line in a column.
    fn open(&mut self, column: usize, lane: Lane) {
        if self.columns.len() <= column {
            self.columns.resize(column + 1, None);
        }
        self.columns.get_mut(column).into_iter().for_each(|slot| *slot = Some(lane));
        self.waiting.insert(lane.to, column);
    }

    /// The first column from one on that no line runs in.
    fn free_column(&self, from: usize) -> usize {
        (from..self.columns.len()).find(|column| self.lane(*column).is_none()).unwrap_or(self.columns.len().max(from))
    }

    fn new_color(&mut self) -> usize {
        self.colors += 1;
        self.colors - 1
    }

    /// The lines as they run now.
    fn row(&self) -> Row {
        lines(self.columns.iter().map(|lane| lane.map(|lane| (lane.line, lane.color))))
    }

    /// Forgets the columns on the right that nothing runs in any more.
    fn trim(&mut self) {
        while self.columns.pop_if(|lane| lane.is_none()).is_some() {}
    }
}
