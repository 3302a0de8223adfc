//! Lays Rust out as rustfmt does with its default settings, so that a script that is written needs no formatting.
//!
//! What rustfmt does with calls, chains and lists depends on the width that is left, which is passed down as a [`Shape`].
//! Where something does not fit, rustfmt leaves a statement as it finds it; then any layout is right.

mod list;
mod shape;

use list::list;
use shape::{Shape, first_line, last_line, width};

use super::expression::{Call, Expression, Statement};

/// The widths and the indent of rustfmt's default settings.
const MAX_WIDTH: usize = 100;
const CHAIN_WIDTH: usize = 60;
const LIST_WIDTH: usize = 60;
const ATTRIBUTE_WIDTH: usize = 70;
const SHORT_ITEM: usize = 10;
const TAB: usize = 4;

/// The width for what cannot be broken into lines: one that nothing exceeds.
const NO_LIMIT: usize = usize::MAX / 4;

/// What begins a comment.
const COMMENT: &str = "// ";

/// Lays out the value of a function's body, indented.
pub(in crate::script) fn value(expression: &Expression, indent: usize) -> String {
    let layout = |max_width| {
        let printer = Printer::new(max_width);
        printer.expression(expression, printer.line(indent))
    };
    let text = layout(MAX_WIDTH).or_else(|| layout(NO_LIMIT)).unwrap_or_default();
    format!("{}{text}", " ".repeat(indent))
}

/// Lays out `#[name(..)]`, indented.
pub(in crate::script) fn attribute(call: &Call, indent: usize) -> String {
    let layout = |max_width| {
        let printer = Printer { list_width: ATTRIBUTE_WIDTH, in_attribute: true, ..Printer::new(max_width) };
        printer.expression(&Expression::Call(call.clone()), printer.line(indent).after("#[".len())?)
    };
    let text = layout(MAX_WIDTH).or_else(|| layout(NO_LIMIT)).unwrap_or_default();
    format!("{}#[{text}]", " ".repeat(indent))
}

/// Lays statements out, each line indented.
pub(super) fn statements(statements: &[Statement], indent: usize) -> String {
    let lines: Vec<String> = statements.iter().map(|each| statement(each, indent)).collect();
    lines.join("\n")
}

fn statement(statement: &Statement, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let layout = |max_width| {
        let printer = Printer::new(max_width);
        printer.expression(&statement.expression, printer.line(indent).narrower(1)?)
    };
    let expression = layout(MAX_WIDTH).or_else(|| layout(NO_LIMIT)).unwrap_or_default();
    let comments: String = statement.comments.iter().map(|comment| format!("{margin}{COMMENT}{comment}\n")).collect();
    format!("{comments}{margin}{expression};")
}

/// How expressions are laid out.
#[derive(Clone, Copy)]
struct Printer {
    max_width: usize,
    /// The width of a list in one line.
    list_width: usize,
    /// True where a chain must stand in one line.
    one_line: bool,
    /// True inside of an attribute, where room is kept for its bracket.
    in_attribute: bool,
}

impl Printer {
    /// One for lines of that width.
    fn new(max_width: usize) -> Self {
        Self { max_width, list_width: LIST_WIDTH, one_line: false, in_attribute: false }
    }

    /// A line of its own.
    fn line(self, indent: usize) -> Shape {
        Shape { indent, offset: 0, width: self.max_width.saturating_sub(indent) }
    }

    /// An expression, or nothing where it does not fit.
    fn expression(self, expression: &Expression, shape: Shape) -> Option<String> {
        match expression {
            Expression::Word(word) => {
                let keeps_its_lines = word.starts_with('"') || is_path(word);
                (keeps_its_lines || shape.holds(word, self.max_width)).then(|| word.clone())
            }
            Expression::Call(call) if self.in_attribute => {
                list(self, call.name, ['(', ')'], &call.arguments, shape.narrower(1)?)
            }
            Expression::Call(call) => list(self, call.name, ['(', ')'], &call.arguments, shape),
            Expression::Array(items) => list(self, "", ['[', ']'], items, shape),
            Expression::Macro(name, items) => list(self, name, ['[', ']'], items, shape),
            // What does not fit stays as it is.
            Expression::Given(name, value) => {
                let value = self
                    .expression(value, self.line(0))
                    .or_else(|| Self::new(NO_LIMIT).expression(value, self.line(0)));
                Some(format!("{name} = {}", value?))
            }
            Expression::Tuple(items) => list(self, "", ['(', ')'], items, shape),
            Expression::Chain(first, calls) => {
                let text = self.chain(first, calls, shape)?;
                shape.holds(&text, self.max_width).then_some(text)
            }
            Expression::Closure(body) if body.is_empty() => Some("|_| {}".to_owned()),
            Expression::Closure(body) => {
                shape.after("|op| ".len())?;
                let inner = statements(body, shape.indent + TAB);
                Some(format!("|op| {{\n{inner}\n{}}}", " ".repeat(shape.indent)))
            }
        }
    }

    /// `first.one().two()`, in one line or one call to a line; the last call may spread over lines of its own.
    fn chain(self, first: &Expression, calls: &[Call], shape: Shape) -> Option<String> {
        let mut root = self.expression(first, shape)?;
        let mut block = !matches!(first, Expression::Word(_)) && root.contains('\n');
        let mut rest = calls;
        // A first word that is not longer than an indent does not stand alone in its line.
        while let Some((call, others)) = rest.split_first()
            && root.len() <= TAB.saturating_sub(shape.offset)
            && !root.contains('\n')
        {
            let Some(text) = self.method(call, shape.after(root.len())?) else { break };
            root.push_str(&text);
            block = is_extendable(&root);
            rest = others;
        }
        let Some((last, others)) = rest.split_last() else { return Some(root) };
        let child = self.line(shape.indent + if block { 0 } else { TAB });
        let mut parts = vec![root];
        for call in others {
            parts.push(self.method(call, child)?);
        }
        let budget = if calls.len() == 1 { shape.width } else { shape.width.min(CHAIN_WIDTH) };
        let (last, in_one_line) = self.last_call(last, &parts, budget, shape, child)?;
        parts.push(last);
        if !in_one_line && self.one_line {
            return None;
        }
        let margin = format!("\n{}", " ".repeat(child.indent));
        Some(parts.join(if in_one_line { "" } else { &margin }))
    }

    /// The last call of a chain, and whether the chain stands in one line up to the arguments of that call.
    fn last_call(
        self,
        last: &Call,
        parts: &[String],
        budget: usize,
        shape: Shape,
        child: Shape,
    ) -> Option<(String, bool)> {
        let root = parts.first()?;
        let extendable = is_extendable(root);
        let used = if extendable { width(last_line(root)) } else { parts.iter().map(|part| width(part)).sum() };
        let budget = budget.saturating_sub(used);
        let all_in_one_line = parts.iter().all(|part| !part.contains('\n')) && budget > 0;
        // What follows on the whole chain in its last line has to fit behind its last call.
        let tail = self.max_width.saturating_sub(shape.indent + shape.offset + shape.width);
        let own_line = child.narrower(tail);
        let beside = if all_in_one_line { Some(shape) } else { extendable.then_some(child) };
        let Some(overflowed) = beside.and_then(|shape| self.method(last, shape.after(used)?)) else {
            let shape = beside.or(own_line);
            return Some((self.method(last, shape?)?, false));
        };
        let fits = width(first_line(&overflowed)) <= budget;
        let lines = overflowed.lines().count();
        if fits && lines >= 5 {
            return Some((overflowed, all_in_one_line));
        }
        match self.method(last, own_line?) {
            Some(alone) if !fits || alone.lines().count() < lines => Some((alone, false)),
            Some(_) | None => Some((overflowed, fits && all_in_one_line)),
        }
    }

    fn method(self, call: &Call, shape: Shape) -> Option<String> {
        list(self, &format!(".{}", call.name), ['(', ')'], &call.arguments, shape)
    }
}

/// True for names, as opposed to literals.
pub(super) fn is_path(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':')
        && word.starts_with(|c: char| c.is_alphabetic())
}

/// True where something may follow in the last line of a text: nothing stands there but closing brackets.
fn is_extendable(text: &str) -> bool {
    text.ends_with("\"#") || last_line(text).chars().all(|c| c.is_whitespace() || "()]}?>".contains(c))
}
