//! `history`: as lines, in full, as a picture or as JSON, each revision printed as its turn comes.

use std::io::{self, Write};

use aludel_core::command::{History, RevisionInfo};
use aludel_core::revision::{Drawn, Row};
use anstyle::{AnsiColor, Style};
use serde::Serializer as _;

use super::output::styled;
use super::text::{full, marks, parents};
use super::width::cut;

/// How to print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One line for each.
    Lines,
    /// All there is to say of each.
    Full,
}

/// Prints it as lines.
pub(super) fn list(history: &History, shape: Shape, out: &mut dyn Write) -> io::Result<()> {
    for info in history.iter() {
        match shape {
            Shape::Lines => {
                let (parents, id, marks) = (parents(&info), &info.revision, marks(&info));
                writeln!(out, "{parents} -> {id}{marks}, {}", info.message)?;
            }
            Shape::Full => writeln!(out, "{}", full(&info))?,
        }
    }
    Ok(())
}

/// Prints it as a picture, no line wider than that.
pub(super) fn picture(history: &History, shape: Shape, width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    for (info, drawn) in history.drawn() {
        for line in beside(&drawn, &words(&info, shape)) {
            match width {
                Some(width) => writeln!(out, "{}", cut(&line, width))?,
                None => writeln!(out, "{line}")?,
            }
        }
    }
    Ok(())
}

/// Prints it as one JSON array.
pub(super) fn json(history: &History, out: &mut dyn Write) -> io::Result<()> {
    serde_json::Serializer::pretty(&mut *out).collect_seq(history.iter())?;
    writeln!(out)
}

/// What stands beside the picture. The picture says what a revision follows.
fn words(info: &RevisionInfo, shape: Shape) -> Vec<String> {
    match shape {
        Shape::Lines => vec![format!("{}{}, {}", info.revision, marks(info), info.message)],
        Shape::Full => full(info).lines().map(str::to_owned).chain([String::new()]).collect(),
    }
}

/// The rows of a revision with words beside them, in one column.
fn beside(drawn: &Drawn<'_>, words: &[String]) -> Vec<String> {
    let rows: Vec<&Row> = [&drawn.node].into_iter().chain(&drawn.links).collect();
    let more = words.len().saturating_sub(rows.len());
    let rows: Vec<&Row> = rows.into_iter().chain(std::iter::repeat_n(&drawn.below, more)).collect();
    let indent = rows.iter().map(|row| row.0.len()).max().unwrap_or_default() + 1;
    let words = words.iter().map(String::as_str).chain(std::iter::repeat(""));
    let line = |(row, words): (&Row, &str)| {
        let blanks = if words.is_empty() { 0 } else { indent - row.0.len() };
        format!("{}{}{words}", colored(row), " ".repeat(blanks))
    };
    drawn.gap.iter().map(colored).chain(rows.into_iter().zip(words).map(line)).collect()
}

/// The colours of lines, taken in turn.
const COLORS: [AnsiColor; 6] =
    [AnsiColor::Red, AnsiColor::Green, AnsiColor::Yellow, AnsiColor::Blue, AnsiColor::Magenta, AnsiColor::Cyan];

/// A row, each line in its colour.
fn colored(row: &Row) -> String {
    let runs = row.0.chunk_by(|one, other| one.color == other.color);
    runs.map(|run| {
        let text: String = run.iter().map(|cell| cell.glyph).collect();
        let color = run.first().and_then(|cell| COLORS.get(cell.color? % COLORS.len()));
        color.map_or_else(|| text.clone(), |color| styled(Style::new().fg_color(Some((*color).into())), &text))
    })
    .collect()
}
