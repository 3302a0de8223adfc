//! Pictures of graphs: how they look, and that they can be read back.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Drawn, Revision, RevisionGraph, RevisionId, Row};
use super::laws::history;
use super::{id, revisions};

/// The picture of all revisions of some lines, each row with the id of its revision behind it.
fn picture(lines: &str) -> String {
    let graph = RevisionGraph::build(revisions(lines));
    let ids: Vec<_> = graph.iter().map(|revision| &revision.id).collect();
    shown(&graph, &ids)
}

fn shown(graph: &RevisionGraph, ids: &[&RevisionId]) -> String {
    let mut text = String::from("\n");
    for drawn in graph.draw(ids.iter().copied()) {
        for row in drawn.rows() {
            let name = if *row == drawn.node { format!(" {}", drawn.id) } else { String::new() };
            text += &format!("{row}{name}\n");
        }
    }
    text
}

#[test]
fn a_line_is_a_line() {
    assert_eq!(picture("a\n b <- a\n c <- b"), "\n* c\n* b\n* a\n");
    assert_eq!(picture(""), "\n");
}

#[test]
fn branches_part_and_join() {
    let text = picture("a\n b <- a\n c <- a\n d <- b c\n e <- d");
    assert_eq!(
        text,
        r"
* e
* d
|\
| * c
* | b
|/
* a
"
    );
}

#[test]
fn several_merge_at_once() {
    let text = picture("a\n b <- a\n c <- a\n d <- a\n e <- b c d");
    assert_eq!(
        text,
        r"
* e
|\
|_|\
| | * d
| * | c
| |/
* | b
|/
* a
"
    );
}

#[test]
fn bases_that_have_nothing_to_do_with_each_other_are_kept_apart() {
    assert_eq!(picture("a\n b <- a\n c\n d <- c"), "\n* d\n* c\n\n* b\n* a\n");
}

#[test]
fn dependencies_are_dotted() {
    assert_eq!(picture("lib\n app <- / lib"), "\n* app\n:\n* lib\n");
    let text = picture("lib1\n lib2 <- lib1\n app1\n app2 <- app1 / lib1");
    assert_eq!(
        text,
        r"
* lib2
| * app2
|'|
* | lib1
  * app1
"
    );
}

#[test]
fn lines_cross() {
    let text = picture("a\n b\n c <- a\n d <- b\n e <- c d\n f <- d c");
    assert_eq!(
        text,
        r"
* f
|\
| | * e
| |/|
|_|/
* | d
* | b
  * c
  * a
"
    );
}

#[test]
fn what_lies_outside_is_cut_off() {
    let graph = RevisionGraph::build(revisions("a\n b <- a\n c <- b\n d <- a"));
    assert_eq!(shown(&graph, &[&id("c"), &id("b"), &id("d")]), "\n* d\n~\n* c\n* b\n~\n");
    let damaged = RevisionGraph::build(revisions("b <- gone"));
    assert_eq!(shown(&damaged, &[&id("b")]), "\n* b\n~\n");
}

/// What is read back from a picture: who needs whom, and whether as a parent.
type Edges = BTreeSet<(RevisionId, RevisionId, bool)>;

/// Reads a picture as an eye does: line by line, from above.
#[derive(Default)]
struct Reader {
    /// From which revisions the line in a column comes; how, is not known right below one.
    columns: BTreeMap<usize, BTreeSet<(RevisionId, Option<bool>)>>,
    edges: Edges,
}

impl Reader {
    fn read(mut self, drawing: impl Iterator<Item = Drawn<'static>>) -> Edges {
        for drawn in drawing {
            drawn.gap.iter().for_each(|row| self.lines(row));
            self.node(drawn.id, &drawn.node);
            drawn.links.iter().for_each(|row| self.link(row));
            if drawn.links.is_empty() { self.forget(&drawn.below) } else { self.lines(&drawn.below) }
        }
        self.edges
    }

    fn glyph(row: &Row, place: usize) -> char {
        row.0.get(place).map_or(' ', |cell| cell.glyph)
    }

    fn node(&mut self, id: &RevisionId, row: &Row) {
        let at = (0..row.0.len()).find(|place| Self::glyph(row, *place) == '*').expect("a node");
        for (from, is_parent) in self.columns.remove(&(at / 2)).unwrap_or_default() {
            self.edges.insert((from, id.clone(), is_parent.unwrap_or(true)));
        }
        self.lines(row);
        self.columns.insert(at / 2, BTreeSet::from([(id.clone(), None)]));
    }

    /// Lines end where there is a blank, and show what they are.
    fn lines(&mut self, row: &Row) {
        self.columns.retain(|column, _| "|:*".contains(Self::glyph(row, column * 2)));
        for (column, from) in &mut self.columns {
            let is_parent = Self::glyph(row, column * 2) == '|';
            *from = from.iter().map(|(id, kind)| (id.clone(), Some(kind.unwrap_or(is_parent)))).collect();
        }
    }

    fn forget(&mut self, row: &Row) {
        self.columns.retain(|column, _| "|:".contains(Self::glyph(row, column * 2)));
    }

    /// At most one line goes from a column to another.
    fn link(&mut self, row: &Row) {
        let mut between = (0..row.0.len()).filter(|place| place % 2 == 1 && Self::glyph(row, *place) != ' ');
        if let Some(first) = between.next() {
            let last = between.next_back().unwrap_or(first);
            let (left, right) = (first / 2, last.div_ceil(2));
            let (is_parent, from, to) = match Self::glyph(row, last) {
                '/' => (true, right, left),
                '\\' => (true, left, right),
                '\'' => (false, right, left),
                '.' => (false, left, right),
                other => panic!("{other} is no end of a line"),
            };
            let moved = self.columns.get(&from).cloned().unwrap_or_default();
            let moved = moved.into_iter().map(|(id, kind)| (id, Some(kind.unwrap_or(is_parent))));
            self.columns.entry(to).or_default().extend(moved.collect::<Vec<_>>());
            let goes_on = "|:".contains(Self::glyph(row, from * 2));
            if !goes_on {
                self.columns.remove(&from);
            }
            // What begins here begins in the next row.
            let ends = |column: &usize| *column != to && !"|:".contains(Self::glyph(row, column * 2));
            self.columns.retain(|column, _| !ends(column));
        } else {
            self.lines(row);
        }
    }
}

proptest! {
    #[test]
    fn a_picture_says_who_needs_whom(revisions in history(), left_out in prop::collection::vec(any::<Index>(), 0..3)) {
        let graph: &'static RevisionGraph = Box::leak(Box::new(RevisionGraph::build(revisions)));
        let all: Vec<&Revision> = graph.iter().collect();
        let left_out: Vec<_> = if all.is_empty() { Vec::new() } else { left_out.iter().map(|index| &index.get(&all).id).collect() };
        let shown: Vec<&RevisionId> = all.iter().map(|revision| &revision.id).filter(|id| !left_out.contains(id)).collect();
        let drawing: Vec<_> = graph.draw(shown.iter().copied()).collect();
        prop_assert_eq!(drawing.len(), shown.len());
        let mut expected = Edges::new();
        for revision in all.iter().filter(|revision| shown.contains(&&revision.id)) {
            let standing = graph.standing(&revision.id).unwrap();
            let parents = standing.parents.iter().map(|parent| (&parent.id, true));
            let besides = standing.dependencies.iter().filter(|other| !standing.parents.contains(other));
            let needs = parents.chain(besides.map(|other| (&other.id, false)));
            expected.extend(needs.filter(|(id, _)| shown.contains(id)).map(|(id, kind)| (revision.id.clone(), id.clone(), kind)));
        }
        let rows: Vec<String> = drawing.iter().flat_map(|drawn| drawn.rows().map(ToString::to_string).collect::<Vec<_>>()).collect();
        let read = Reader::default().read(drawing.into_iter());
        let only = |edges: &Edges, others: &Edges| edges.difference(others).map(|edge| format!("{edge:?}")).collect::<String>();
        prop_assert!(read == expected, "read {}, drawn {}\n{}", only(&read, &expected), only(&expected, &read), rows.join("\n"));
        prop_assert!(rows.iter().all(|row| *row == row.trim_end()));
    }
}
