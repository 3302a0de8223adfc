//! The characters that a picture is made of. A line runs in every other place of a row; what is between them belongs to
//! lines on their way from one column to another.

use std::fmt;

/// One character of a picture.
///
/// ```
/// use aludel_core::revision::Cell;
///
/// assert_eq!(Cell { glyph: '|', color: Some(0) }.glyph, '|');
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The character.
    pub glyph: char,
    /// The number of its line, from which a colour can be chosen; a blank has none.
    pub color: Option<usize>,
}

/// A row of a picture, without blanks at its end.
///
/// ```
/// use aludel_core::revision::{Cell, Row};
///
/// let row = Row(vec![Cell { glyph: '|', color: Some(0) }, Cell { glyph: '/', color: Some(1) }]);
/// assert_eq!(row.to_string(), "|/");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row(pub Vec<Cell>);

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|cell| fmt::Write::write_char(f, cell.glyph))
    }
}

const BLANK: Cell = Cell { glyph: ' ', color: None };

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It leads to a parent.
    Solid,
    /// It leads to a dependency.
    Dotted,
}

impl Line {
    /// A line on its way down.
    pub(super) fn glyph(self) -> char {
        match self {
            Self::Solid => '|',
            Self::Dotted => ':',
        }
    }

    /// A line on its way to another column.
    fn level(self) -> char {
        match self {
            Self::Solid => '_',
            Self::Dotted => '.',
        }
    }

    /// The end of that on the right: `/` comes from the revision there, `\` leads down there.
    fn slant(self, slant: char) -> char {
        match (self, slant) {
            (Self::Solid, slant) => slant,
            (Self::Dotted, '/') => '\'',
            (Self::Dotted, _) => '.',
        }
    }
}

/// The row in which lines run down and nothing else happens.
pub(super) fn lines(columns: impl Iterator<Item = Option<(Line, usize)>>) -> Row {
    let mut row = Row::default();
    for (column, lane) in columns.enumerate() {
        if let Some((line, color)) = lane {
            put(&mut row, column, line.glyph(), color);
        }
    }
    row
}

/// Puts a character into a column of a row.
pub(super) fn put(row: &mut Row, column: usize, glyph: char, color: usize) {
    put_at(row, 2 * column, glyph, color);
}

/// The row with the lower end of a line that goes on outside of the picture.
pub(super) fn bottom(row: &Row, column: usize, color: usize) -> Row {
    let mut row = row.clone();
    put(&mut row, column, '~', color);
    row
}

/// The row with a line from one column to another on its right.
pub(super) fn across(row: &Row, (left, right): (usize, usize), slant: char, line: Line, color: usize) -> Row {
    let mut row = row.clone();
    let last = 2 * right - 1;
    for place in 2 * left + 1..last {
        let is_free = row.0.get(place).is_none_or(|cell| *cell == BLANK);
        if is_free {
            put_at(&mut row, place, line.level(), color);
        }
    }
    put_at(&mut row, last, line.slant(slant), color);
    row
}

fn put_at(row: &mut Row, place: usize, glyph: char, color: usize) {
    if row.0.len() <= place {
        row.0.resize(place + 1, BLANK);
    }
    row.0.get_mut(place).into_iter().for_each(|cell| *cell = Cell { glyph, color: Some(color) });
}
