//! Lays Rust out as rustfmt does with its default settings, so that a script that is written needs no formatting.
//!
//! What rustfmt does with calls, chains and lists depends on the width that is left, which is passed down as a [`Shape`].
//! Where something does not fit, rustfmt leaves a statement as it finds it; then any layout is right.

use unicode_width::UnicodeWidthStr;

use super::expression::{Call, Expression, Statement};

/// The widths and the indent of rustfmt's default settings.
const MAX_WIDTH: usize = 100;
const CHAIN_WIDTH: usize = 60;
const LIST_WIDTH: usize = 60;
const SHORT_ITEM: usize = 10;
const TAB: usize = 4;

/// Lays statements out, each line indented.
pub(super) fn statements(statements: &[Statement], indent: usize) -> String {
    let lines: Vec<String> = statements.iter().map(|each| statement(each, indent)).collect();
    lines.join("\n")
}

fn statement(statement: &Statement, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let layout = |max_width| {
        let printer = Printer { max_width, one_line: false };
        printer.expression(&statement.expression, printer.line(indent).narrower(1)?)
    };
    // 8096 is far enough for whatever cannot be broken into lines.
    let expression = layout(MAX_WIDTH).or_else(|| layout(8096)).unwrap_or_default();
    let comments: String = statement.comments.iter().map(|comment| format!("{margin}// {comment}\n")).collect();
    format!("{comments}{margin}{expression};")
}

/// The room for an expression: how far its further lines are indented, how much of the first line is used up behind the
/// indent, and how wide its lines may be.
#[derive(Clone, Copy)]
struct Shape {
    indent: usize,
    offset: usize,
    width: usize,
}

impl Shape {
    fn narrower(self, width: usize) -> Option<Self> {
        Some(Self { width: self.width.checked_sub(width)?, ..self })
    }

    fn after(self, width: usize) -> Option<Self> {
        Self { offset: self.offset + width, ..self }.narrower(width)
    }

    /// True where a text fits that may have more than one line.
    fn holds(self, text: &str, max_width: usize) -> bool {
        let last = self.indent + self.offset + self.width;
        width(first_line(text)) <= self.width
            && (!text.contains('\n')
                || (text.lines().skip(1).all(|line| width(line) <= max_width) && width(last_line(text)) <= last))
    }
}

#[derive(Clone, Copy)]
struct Printer {
    max_width: usize,
    /// True where a chain must stand in one line.
    one_line: bool,
}

impl Printer {
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
            Expression::Call(call) => self.list(call.name, ['(', ')'], &call.arguments, shape),
            Expression::Array(items) => self.list("", ['[', ']'], items, shape),
            Expression::Tuple(items) => self.list("", ['(', ')'], items, shape),
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
        self.list(&format!(".{}", call.name), ['(', ')'], &call.arguments, shape)
    }

    /// Items between brackets: in one line, the last one perhaps spread over several, else one to a line.
    fn list(self, name: &str, [open, close]: [char; 2], items: &[Expression], shape: Shape) -> Option<String> {
        let nested = self.line(shape.indent + TAB);
        let nested = Shape { width: nested.width.saturating_sub(1), ..nested };
        let list =
            List { printer: self, name, items, nested, one_line_width: shape.width.saturating_sub(name.len() + 2) };
        let (text, horizontal) = list.items(shape)?;
        let first_width = if text.is_empty() { 2 } else { width(first_line(&text)) + 1 };
        if horizontal && first_width <= shape.width.saturating_sub(name.len()) {
            return Some(format!("{name}{open}{text}{close}"));
        }
        let (margin, inner) = (" ".repeat(shape.indent), " ".repeat(nested.indent));
        let text = if text.is_empty() { String::new() } else { format!("\n{inner}{text}") };
        Some(format!("{name}{open}{text}\n{margin}{close}"))
    }
}

/// Items between brackets, while their layout is looked for.
struct List<'a> {
    printer: Printer,
    name: &'a str,
    items: &'a [Expression],
    /// The room for an item in a line of its own.
    nested: Shape,
    /// The width that is left for all items in the line of the brackets.
    one_line_width: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tactic {
    Horizontal,
    Vertical,
    /// As many to a line as fit.
    Mixed,
}

impl List<'_> {
    /// The items with commas between them, and whether they begin in the line of the bracket.
    fn items(&self, shape: Shape) -> Option<(String, bool)> {
        let each = |item: &Expression| self.printer.expression(item, self.nested);
        let mut texts: Vec<Option<String>> = self.items.iter().map(each).collect();
        let Some((last, place)) = self.items.last().zip(self.items.len().checked_sub(1)) else {
            return Some((String::new(), true));
        };
        // An only argument of a short name and an only item of an array may begin behind the bracket and spread.
        let combine = self.items.len() == 1 && self.name.len() < TAB;
        let mut spread = None;
        if combine || self.may_spread(last) {
            let is_chain = matches!(last, Expression::Chain(..));
            let printer = Printer { one_line: self.printer.one_line || (is_chain && !combine), ..self.printer };
            spread = self.last_shape(&texts, shape).and_then(|shape| printer.expression(last, shape));
        }
        if let Some(spread) = spread
            && self.tactic(&replaced(&texts, place, Some(first_line(&spread).to_owned()))) == Tactic::Horizontal
        {
            // Where it has just two lines, one line of its own is better.
            let own = texts.get(place).cloned().flatten().filter(|text| !text.contains('\n'));
            let narrow = self.items.len() == 1 && spread.matches('\n').count() == 1;
            let last = own.filter(|_| narrow).unwrap_or(spread);
            texts = replaced(&texts, place, Some(last));
            return Some((self.joined(&texts, Tactic::Horizontal)?, true));
        }
        let tactic = self.settled(&texts);
        Some((self.joined(&texts, tactic)?, tactic == Tactic::Horizontal))
    }

    /// The tactic where the last item does not spread.
    fn settled(&self, texts: &[Option<String>]) -> Tactic {
        if let [only] = texts
            && self.one_line_width > 0
            && let Some(text) = only
            && !text.contains('\n')
            && width(text) <= self.one_line_width
        {
            return Tactic::Horizontal;
        }
        let short = |text: &Option<String>| text.as_ref().is_none_or(|text| text.len() <= SHORT_ITEM);
        match self.tactic(texts) {
            Tactic::Vertical if self.items.iter().all(is_simple) && texts.iter().all(short) => Tactic::Mixed,
            tactic => tactic,
        }
    }

    /// Horizontal where all items fit into one line, else vertical.
    fn tactic(&self, texts: &[Option<String>]) -> Tactic {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let total: usize = texts.iter().map(|each| width(&text(each))).sum();
        let separators = 2 * texts.len().saturating_sub(1);
        let fits = total + separators <= self.one_line_width.min(LIST_WIDTH);
        let multiline = texts.iter().any(|each| text(each).contains('\n'));
        if fits && !multiline { Tactic::Horizontal } else { Tactic::Vertical }
    }

    fn may_spread(&self, last: &Expression) -> bool {
        match last {
            Expression::Word(_) => false,
            Expression::Closure(_) => true,
            Expression::Call(_) | Expression::Chain(..) | Expression::Array(_) | Expression::Tuple(_) => {
                self.items.len() == 1
            }
        }
    }

    /// The room for the last item behind the others.
    fn last_shape(&self, texts: &[Option<String>], shape: Shape) -> Option<Shape> {
        let inside = shape.after(self.name.len() + 1).and_then(|shape| shape.narrower(1));
        let inside = inside.unwrap_or(Shape { width: 0, ..shape });
        if self.items.len() == 1 && !matches!(self.items, [Expression::Call(_)]) {
            return Some(inside);
        }
        let others = texts.split_last().map_or(&[][..], |(_, others)| others);
        let used = others.iter().map(|text| 2 + text.as_ref().map_or(0, String::len)).sum();
        Shape { width: inside.width.min(LIST_WIDTH), ..inside }.after(used)
    }

    /// The items, laid out; nothing where one of them does not fit.
    fn joined(&self, texts: &[Option<String>], tactic: Tactic) -> Option<String> {
        let texts: Vec<&str> = texts.iter().map(Option::as_deref).collect::<Option<_>>()?;
        let margin = format!(",\n{}", " ".repeat(self.nested.indent));
        Some(match tactic {
            Tactic::Horizontal => texts.join(", "),
            Tactic::Vertical => format!("{},", texts.join(&margin)),
            Tactic::Mixed => self.filled(&texts, &margin),
        })
    }

    /// As many items to a line as fit.
    fn filled(&self, texts: &[&str], margin: &str) -> String {
        let mut result = String::new();
        let mut used = 0;
        for (place, text) in texts.iter().enumerate() {
            // The comma behind the last item does not count before there is a second line.
            let comma = usize::from(place + 1 < texts.len() || result.contains('\n'));
            let item = width(text) + comma;
            if used > 0 {
                let fits = used + 1 + item <= self.nested.width;
                result.push_str(if fits { ", " } else { margin });
                used = if fits { used + 1 } else { 0 };
            }
            result.push_str(text);
            used += item;
        }
        result.push(',');
        result
    }
}

fn replaced(texts: &[Option<String>], place: usize, text: Option<String>) -> Vec<Option<String>> {
    let mut texts = texts.to_vec();
    if let Some(last) = texts.get_mut(place) {
        *last = text;
    }
    texts
}

/// True for a literal or a single name.
fn is_simple(expression: &Expression) -> bool {
    matches!(expression, Expression::Word(word) if !word.contains("::") || !is_path(word))
}

/// True for names, as opposed to literals.
fn is_path(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':')
        && word.starts_with(|c: char| c.is_alphabetic())
}

/// True where something may follow in the last line of a text: nothing stands there but closing brackets.
fn is_extendable(text: &str) -> bool {
    text.ends_with("\"#") || last_line(text).chars().all(|c| c.is_whitespace() || "()]}?>".contains(c))
}

fn first_line(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(first, _)| first)
}

fn last_line(text: &str) -> &str {
    text.rsplit_once('\n').map_or(text, |(_, last)| last)
}

fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}
