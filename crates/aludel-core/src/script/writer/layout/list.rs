//! Items between brackets: arguments, arrays, tuples.

use super::shape::{Shape, first_line, width};
use super::{Printer, SHORT_ITEM, TAB, is_path};
use crate::script::writer::expression::Expression;

/// Items between brackets: in one line, the last one perhaps spread over several, else one to a line.
pub(super) fn list(
    printer: Printer,
    name: &str,
    [open, close]: [char; 2],
    items: &[Expression],
    shape: Shape,
) -> Option<String> {
    let nested = printer.line(shape.indent + TAB);
    let nested = Shape { width: nested.width.saturating_sub(1), ..nested };
    let list = List { printer, name, items, nested, one_line_width: shape.width.saturating_sub(name.len() + 2) };
    let (text, horizontal) = list.items(shape)?;
    let first_width = if text.is_empty() { 2 } else { width(first_line(&text)) + 1 };
    if horizontal && first_width <= shape.width.saturating_sub(name.len()) {
        return Some(format!("{name}{open}{text}{close}"));
    }
    let (margin, inner) = (" ".repeat(shape.indent), " ".repeat(nested.indent));
    let text = if text.is_empty() { String::new() } else { format!("\n{inner}{text}") };
    Some(format!("{name}{open}{text}\n{margin}{close}"))
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
        let fits = total + separators <= self.one_line_width.min(self.printer.list_width);
        let multiline = texts.iter().any(|each| text(each).contains('\n'));
        if fits && !multiline { Tactic::Horizontal } else { Tactic::Vertical }
    }

    fn may_spread(&self, last: &Expression) -> bool {
        match last {
            Expression::Word(_) | Expression::Given(..) => false,
            Expression::Closure(_) => true,
            Expression::Call(_)
            | Expression::Chain(..)
            | Expression::Array(_)
            | Expression::Tuple(_)
            | Expression::Macro(..) => self.items.len() == 1,
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
        Shape { width: inside.width.min(self.printer.list_width), ..inside }.after(used)
    }

    /// The items, laid out; nothing where one of them does not fit.
    fn joined(&self, texts: &[Option<String>], tactic: Tactic) -> Option<String> {
        let texts: Vec<&str> = texts.iter().map(Option::as_deref).collect::<Option<_>>()?;
        let margin = format!(",\n{}", " ".repeat(self.nested.indent));
        Some(match tactic {
            Tactic::Horizontal => texts.join(", "),
            Tactic::Vertical => texts.join(&margin) + self.end(),
            Tactic::Mixed => self.filled(&texts, &margin),
        })
    }

    /// As many items to a line as fit.
    fn filled(&self, texts: &[&str], margin: &str) -> String {
        let mut result = String::new();
        let mut used = 0;
        for (place, text) in texts.iter().enumerate() {
            // The comma behind the last item does not count before there is a second line.
            let comma = usize::from(place + 1 < texts.len() || (result.contains('\n') && !self.printer.in_attribute));
            let item = width(text) + comma;
            if used > 0 {
                let fits = used + 1 + item <= self.nested.width;
                result.push_str(if fits { ", " } else { margin });
                used = if fits { used + 1 } else { 0 };
            }
            result.push_str(text);
            used += item;
        }
        result + self.end()
    }

    /// What stands behind the last item of several lines.
    fn end(&self) -> &'static str {
        if self.printer.in_attribute { "" } else { "," }
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
