//! How much room there is.

use unicode_width::UnicodeWidthStr;

use super::COMMENT;

/// The room for an expression: how far its further lines are indented, how much of the first line is used up behind the
/// indent, and how wide its lines may be.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) indent: usize,
    pub(super) offset: usize,
    pub(super) width: usize,
}

impl Shape {
    /// The same room, but for so much at its end.
    pub(super) fn narrower(self, width: usize) -> Option<Self> {
        Some(Self { width: self.width.checked_sub(width)?, ..self })
    }

    /// The room behind so much in the first line.
    pub(super) fn after(self, width: usize) -> Option<Self> {
        Self { offset: self.offset + width, ..self }.narrower(width)
    }

    /// True where a text fits that may have more than one line. Comments may be as long as they are.
    pub(super) fn holds(self, text: &str, max_width: usize) -> bool {
        let last = self.indent + self.offset + self.width;
        let code = |line: &&str| !line.trim_start().starts_with(COMMENT);
        width(first_line(text)) <= self.width
            && (!text.contains('\n')
                || (text.lines().skip(1).filter(code).all(|line| width(line) <= max_width)
                    && width(last_line(text)) <= last))
    }
}

pub(super) fn first_line(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(first, _)| first)
}

pub(super) fn last_line(text: &str) -> &str {
    text.rsplit_once('\n').map_or(text, |(_, last)| last)
}

pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}
