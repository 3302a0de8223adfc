//! Follows a renamed table or column into the texts of expressions, token by token, whatever the dialect.
//!
//! What is done here is what servers do by themselves when a table or column is renamed, so that the folded schema goes
//! on saying what the database says. A name is found where a name can stand: not in strings and comments, not as the
//! name of a function, not behind the qualifier of another table.

use crate::name::ObjectName;
use crate::schema::{Constraint, DefaultValue, Generation, Index, IndexTarget, Table, View};

/// Renames a column in the expressions of its table.
pub(super) fn column_in_table(table: &mut Table, from: &str, to: &str) {
    let owner = table.name.name.clone();
    each_expression(table, &mut |sql| *sql = column(sql, &owner, from, to));
}

/// Renames a table in its own expressions, where it stands before the names of columns.
pub(super) fn table_in_table(table: &mut Table, from: &str, to: &str) {
    each_expression(table, &mut |sql| {
        *sql = replaced(sql, |place, tokens| {
            let is_it = tokens.name(place, from) && tokens.is(place + 1, ".") && !tokens.is_before(place, ".");
            is_it.then(|| to.to_owned())
        });
    });
}

/// Renames a table in a view that reads it.
pub(super) fn table_in_view(view: &mut View, from: &ObjectName, to: &ObjectName) {
    view.depends_on.iter_mut().filter(|name| *name == from).for_each(|name| name.clone_from(to));
    if from.namespace != to.namespace {
        return;
    }
    let sources = sources(&view.query);
    view.query = replaced(&view.query, |place, tokens| {
        let is_it = tokens.name(place, &from.name) && tokens.qualified_as(place, from.namespace.as_deref());
        let stands_for_table = sources.contains(&place) || tokens.is(place + 1, ".");
        (is_it && stands_for_table).then(|| to.name.clone())
    });
}

/// Renames a column in a view that reads its table. The view's own column keeps its name. Without a qualifier the name is
/// taken for the column only where the view reads nothing else.
pub(super) fn column_in_view(view: &mut View, table: &ObjectName, from: &str, to: &str) {
    name_column_of_view(view, table, from);
    if let Some(owners) = Owners::of(&view.query, table) {
        view.query = owners.column(&view.query, from, to);
    }
}

/// Writes the name of a view's column behind the table's column that it is called after, so that it keeps the name when
/// that gets another one.
pub(crate) fn name_column_of_view(view: &mut View, table: &ObjectName, column: &str) {
    let Some(owners) = Owners::of(&view.query, table) else { return };
    let tokens = Tokens::of(&view.query);
    let list = select_list(&tokens);
    let ends = list.filter(|place| {
        let is_last = tokens.is(place + 1, ",") || tokens.is(place + 1, "from");
        is_last && owners.is_column(*place, &tokens, column) && owners.is_item(*place, &tokens)
    });
    let mut query = view.query.clone();
    let ends: Vec<&Token<'_>> = ends.filter_map(|place| tokens.0.get(place)).collect();
    for token in ends.into_iter().rev() {
        query.insert_str(token.start + token.text.len(), &format!(" AS {}", token.text));
    }
    view.query = query;
}

/// The places of the select list of a query that is no part of another one; the names of its first `SELECT` are those of
/// the whole.
fn select_list(tokens: &Tokens<'_>) -> std::ops::Range<usize> {
    let mut depth = 0_usize;
    let mut first = None;
    for (place, token) in tokens.0.iter().enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            word if depth == 0 && first.is_none() && word.eq_ignore_ascii_case("select") => first = Some(place + 1),
            word if depth == 0 && word.eq_ignore_ascii_case("from") => {
                return first.map_or(0..0, |first| first..place);
            }
            _ => {}
        }
    }
    0..0
}

/// What stands before the columns of a table.
struct Owners {
    /// The table, and what it is called in a query.
    names: Vec<String>,
    /// True where its columns may stand alone.
    unqualified: bool,
}

impl Owners {
    /// Those of a table in a query; `None` where it does not read the table.
    fn of(query: &str, table: &ObjectName) -> Option<Self> {
        let tokens = Tokens::of(query);
        let sources = sources(query);
        let alias = |place: usize| {
            let after = if tokens.is(place + 1, "as") { place + 2 } else { place + 1 };
            tokens.0.get(after).filter(|token| token.is_name()).map(Token::name)
        };
        let read: Vec<usize> = sources.iter().copied().filter(|place| tokens.name(*place, &table.name)).collect();
        let names = std::iter::once(table.name.clone()).chain(read.iter().copied().filter_map(alias)).collect();
        (!read.is_empty()).then_some(Self { names, unqualified: sources.len() == 1 })
    }

    /// True where that column stands.
    fn is_column(&self, place: usize, tokens: &Tokens<'_>, column: &str) -> bool {
        let qualified = tokens.is_before(place, ".");
        let is_it = match place.checked_sub(2) {
            Some(before) if qualified => self.names.iter().any(|name| tokens.name(before, name)),
            None if qualified => false,
            Some(_) | None => self.unqualified,
        };
        is_it && tokens.name(place, column) && tokens.is_value(place)
    }

    /// True for a column that begins with its qualifiers what a select list holds.
    fn is_item(&self, place: usize, tokens: &Tokens<'_>) -> bool {
        let mut first = place;
        while let Some(before) = first.checked_sub(2).filter(|_| tokens.is_before(first, ".")) {
            first = before;
        }
        ["select", "distinct", "all", ","].iter().any(|word| tokens.is_before(first, word))
    }

    fn column(&self, sql: &str, from: &str, to: &str) -> String {
        replaced(sql, |place, tokens| self.is_column(place, tokens, from).then(|| to.to_owned()))
    }
}

fn column(sql: &str, owner: &str, from: &str, to: &str) -> String {
    Owners { names: vec![owner.to_owned()], unqualified: true }.column(sql, from, to)
}

/// Does something to each expression of a table.
fn each_expression(table: &mut Table, change: &mut dyn FnMut(&mut String)) {
    for column in table.columns.iter_mut() {
        if let Some(DefaultValue::Expression(sql)) = &mut column.default {
            change(sql);
        }
        if let Some(Generation::Expression { sql, .. }) = &mut column.generation {
            change(sql);
        }
    }
    for constraint in table.constraints.iter_mut() {
        match constraint {
            Constraint::Check(check) => change(&mut check.expression),
            Constraint::Exclude(exclude) => {
                exclude.elements.iter_mut().for_each(|element| change(&mut element.target));
                exclude.predicate.iter_mut().for_each(&mut *change);
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {}
        }
    }
    table.indexes.iter_mut().for_each(|index| each_in_index(index, change));
}

fn each_in_index(index: &mut Index, change: &mut dyn FnMut(&mut String)) {
    for part in &mut index.parts {
        if let IndexTarget::Expression(sql) = &mut part.target {
            change(sql);
        }
    }
    index.predicate.iter_mut().for_each(change);
}

/// The text with some names replaced, each in the quotes that it has.
fn replaced(sql: &str, new_name: impl Fn(usize, &Tokens<'_>) -> Option<String>) -> String {
    let tokens = Tokens::of(sql);
    let backticks = tokens.0.iter().any(|token| token.text.starts_with('`'));
    let mut text = String::with_capacity(sql.len());
    let mut done = 0;
    for (place, token) in tokens.0.iter().enumerate() {
        if let Some(name) = new_name(place, &tokens) {
            text.push_str(sql.get(done..token.start).unwrap_or_default());
            text.push_str(&written(&name, token.text, backticks));
            done = token.start + token.text.len();
        }
    }
    text.push_str(sql.get(done..).unwrap_or_default());
    text
}

fn written(name: &str, before: &str, backticks: bool) -> String {
    let quote = match before.chars().next() {
        Some(quote @ ('"' | '`' | '[')) => quote,
        Some(_) | None if is_plain(name) => return name.to_owned(),
        Some(_) | None if backticks => '`',
        Some(_) | None => '"',
    };
    match quote {
        '[' => format!("[{name}]"),
        quote => format!("{quote}{}{quote}", name.replace(quote, &format!("{quote}{quote}"))),
    }
}

/// True for a name that every database takes without quotes.
fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !KEYWORDS.contains(&name)
}

/// Words that are never a name without quotes.
const KEYWORDS: [&str; 57] = [
    "all",
    "and",
    "any",
    "as",
    "asc",
    "between",
    "by",
    "case",
    "cast",
    "check",
    "collate",
    "cross",
    "default",
    "desc",
    "distinct",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "false",
    "for",
    "from",
    "full",
    "glob",
    "group",
    "having",
    "in",
    "inner",
    "intersect",
    "into",
    "is",
    "join",
    "key",
    "left",
    "like",
    "limit",
    "natural",
    "not",
    "null",
    "on",
    "or",
    "order",
    "outer",
    "primary",
    "references",
    "right",
    "select",
    "set",
    "table",
    "then",
    "to",
    "true",
    "union",
    "using",
    "when",
    "where",
];

/// Where in a query the names of tables stand: behind FROM and JOIN, and the commas after them.
fn sources(query: &str) -> Vec<usize> {
    const END: [&str; 11] =
        ["select", "where", "on", "group", "order", "having", "limit", "union", "using", "except", "intersect"];
    let tokens = Tokens::of(query);
    let mut found = Vec::new();
    let (mut in_from, mut outer, mut expects) = (false, Vec::new(), false);
    for (place, token) in tokens.0.iter().enumerate() {
        let word = token.text.to_ascii_lowercase();
        match word.as_str() {
            "from" | "join" => (in_from, expects) = (true, true),
            "," => expects = in_from,
            "(" => outer.push(in_from),
            ")" => (in_from, expects) = (outer.pop().unwrap_or_default(), false),
            "lateral" | "only" => {}
            word if END.contains(&word) => (in_from, expects) = (false, false),
            _ if expects && token.is_name() => {
                // The table is the last of several names with points between them.
                let last = (place..).step_by(2).find(|name| !tokens.is(name + 1, ".")).unwrap_or(place);
                if !tokens.is(last + 1, "(") {
                    found.push(last);
                }
                expects = false;
            }
            _ => {}
        }
    }
    found
}

/// The tokens of a text that say something.
struct Tokens<'a>(Vec<Token<'a>>);

struct Token<'a> {
    text: &'a str,
    start: usize,
}

impl Token<'_> {
    fn is_name(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '"' | '`' | '['))
    }

    /// The name, without its quotes.
    fn name(&self) -> String {
        let (Some(quote @ ('"' | '`' | '[')), Some(inner)) = (self.text.chars().next(), self.text.get(1..)) else {
            return self.text.to_owned();
        };
        let end = if quote == '[' { ']' } else { quote };
        let inner = inner.strip_suffix(end).unwrap_or(inner);
        inner.replace(&format!("{end}{end}"), &end.to_string())
    }

    /// True for this name, in quotes or, unless it is a keyword, without.
    fn is(&self, name: &str) -> bool {
        match self.text.chars().next() {
            Some(quote @ ('"' | '`')) => {
                let inner = self.text.trim_start_matches(quote).trim_end_matches(quote);
                inner.replace(&format!("{quote}{quote}"), &quote.to_string()) == name
            }
            Some('[') => self.text.trim_start_matches('[').trim_end_matches(']') == name,
            Some(first) if first.is_alphabetic() || first == '_' => {
                self.text.eq_ignore_ascii_case(name) && !KEYWORDS.contains(&name.to_ascii_lowercase().as_str())
            }
            Some(_) | None => false,
        }
    }
}

impl<'a> Tokens<'a> {
    fn of(sql: &'a str) -> Self {
        let mut tokens = Vec::new();
        let mut place = 0;
        while let Some(rest) = sql.get(place..).filter(|rest| !rest.is_empty()) {
            let (length, means_something) = first(rest, sql.get(..place).unwrap_or_default());
            if means_something {
                tokens.push(Token { text: rest.get(..length).unwrap_or(rest), start: place });
            }
            place += length;
        }
        Self(tokens)
    }

    fn name(&self, place: usize, name: &str) -> bool {
        self.0.get(place).is_some_and(|token| token.is(name))
    }

    fn is(&self, place: usize, text: &str) -> bool {
        self.0.get(place).is_some_and(|token| token.text.eq_ignore_ascii_case(text))
    }

    fn is_before(&self, place: usize, text: &str) -> bool {
        place.checked_sub(1).is_some_and(|before| self.is(before, text))
    }

    /// True where the name stands behind that qualifier, or behind none.
    fn qualified_as(&self, place: usize, namespace: Option<&str>) -> bool {
        match (self.is_before(place, "."), namespace) {
            (false, None) => true,
            (true, Some(namespace)) => place.checked_sub(2).is_some_and(|before| self.name(before, namespace)),
            _ => false,
        }
    }

    /// True for a name that stands for a value: no function, no qualifier, no type, no collation, no alias.
    fn is_value(&self, place: usize) -> bool {
        let is_bare =
            self.0.get(place).is_some_and(|token| token.text.starts_with(|c: char| c.is_alphabetic() || c == '_'));
        let is_call = is_bare && self.is(place + 1, "(");
        let is_other = ["as", "collate", ":"].iter().any(|word| self.is_before(place, word));
        !is_call && !is_other && !self.is(place + 1, ".")
    }
}

/// The length of the first token, and whether it says something.
fn first(rest: &str, before: &str) -> (usize, bool) {
    let character = rest.chars().next().unwrap_or(' ');
    let until = |end: &str| rest.find(end).map_or(rest.len(), |place| place + end.len());
    match character {
        c if c.is_whitespace() => (c.len_utf8(), false),
        '-' if rest.starts_with("--") => (until("\n"), false),
        '/' if rest.starts_with("/*") => (until("*/"), false),
        '\'' | '"' | '`' => (quoted(rest, character), true),
        '[' if !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ']' | ')' | '"')) => {
            (until("]"), true)
        }
        '$' => match rest.get(1..).and_then(|after| after.find('$')).and_then(|end| rest.get(..end + 2)) {
            Some(tag) if tag.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$')) => {
                let body = rest.get(tag.len()..).unwrap_or_default();
                (body.find(tag).map_or(rest.len(), |end| end + 2 * tag.len()), true)
            }
            Some(_) | None => (1, true),
        },
        c if c.is_alphanumeric() || c == '_' => {
            (rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$')).unwrap_or(rest.len()), true)
        }
        c => (c.len_utf8(), true),
    }
}

/// The length of a quoted text; a doubled quote does not end it.
fn quoted(rest: &str, quote: char) -> usize {
    let mut characters = rest.char_indices().skip(1).peekable();
    while let Some((place, character)) = characters.next() {
        if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return place + 1;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn renamed(sql: &str) -> String {
        column(sql, "users", "name", "full_name")
    }

    #[test]
    fn a_name_is_renamed_where_it_is_a_column() {
        assert_eq!(renamed("length(name) > 2 AND Name <> 'name'"), "length(full_name) > 2 AND full_name <> 'name'");
        assert_eq!(renamed("\"name\" = `name` -- name"), "\"full_name\" = `full_name` -- name");
        assert_eq!(
            renamed("users.name <> '' and \"users\".\"name\" > ''"),
            "users.full_name <> '' and \"users\".\"full_name\" > ''"
        );
        assert_eq!(renamed("name(\"name\") > 'name' -- name\n+ 1"), "name(\"full_name\") > 'name' -- name\n+ 1");
        assert_eq!(renamed("pages + names"), "pages + names");
        assert_eq!(renamed("[name] > $$name$$"), "[full_name] > $$name$$");
        assert_eq!(renamed("arr[name] /* name */"), "arr[full_name] /* name */");
    }

    #[test]
    fn other_things_of_that_name_stay() {
        for sql in
            ["name(a)", "other.name > 1", "a::name", "a COLLATE name", "CAST(a AS name)", "'it''s name'", "names"]
        {
            assert_eq!(renamed(sql), sql);
        }
        assert_eq!(column("CASE WHEN a THEN 1 END", "t", "end", "x"), "CASE WHEN a THEN 1 END");
    }

    #[test]
    fn a_name_that_needs_quotes_gets_them() {
        assert_eq!(column("a > 1", "t", "a", "The A"), "\"The A\" > 1");
        assert_eq!(column("a > `b`", "t", "a", "order"), "`order` > `b`");
    }

    #[test]
    fn a_view_follows_its_table() {
        let mut view =
            View::new("v", "SELECT users.id, u.users FROM users, app.users AS u JOIN (users) ON users.a = 'users'");
        table_in_view(&mut view, &"users".into(), &"people".into());
        assert_eq!(
            view.query,
            "SELECT people.id, u.users FROM people, app.users AS u JOIN (people) ON people.a = 'users'"
        );
        let mut view = View::new("v", "SELECT name FROM users WHERE name > ''");
        column_in_view(&mut view, &"users".into(), "name", "full_name");
        assert_eq!(view.query, "SELECT full_name AS name FROM users WHERE full_name > ''");
        let mut view = View::new("v", "SELECT name, users.name FROM users JOIN roles ON true");
        column_in_view(&mut view, &"users".into(), "name", "full_name");
        assert_eq!(view.query, "SELECT name, users.full_name AS name FROM users JOIN roles ON true");
    }

    #[test]
    fn the_columns_of_a_view_keep_their_names() {
        for (query, renamed) in [
            ("SELECT DISTINCT \"name\", id FROM users", "SELECT DISTINCT \"full_name\" AS \"name\", id FROM users"),
            ("select `users`.`name` AS `name` from `users`", "select `users`.`full_name` AS `name` from `users`"),
            ("SELECT u.name, name called FROM users u", "SELECT u.full_name AS name, full_name called FROM users u"),
            ("SELECT u.name FROM users AS u, roles r", "SELECT u.full_name AS name FROM users AS u, roles r"),
            ("SELECT r.name FROM users u, roles r", "SELECT r.name FROM users u, roles r"),
            ("SELECT lower(name), 1+name FROM users", "SELECT lower(full_name), 1+full_name FROM users"),
            (
                "SELECT name FROM (SELECT name FROM users) some",
                "SELECT full_name AS name FROM (SELECT full_name FROM users) some",
            ),
        ] {
            let mut view = View::new("v", query);
            column_in_view(&mut view, &"users".into(), "name", "full_name");
            assert_eq!(view.query, renamed);
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_began(sql in "(old|other|'old'|\"old\"|`old`|old\\(|\\(|\\)|\\.| |,|--|\n|\\$\\$|é|=|'){0,16}") {
            let there = column(&sql, "t", "old", "new");
            prop_assert_eq!(column(&there, "t", "new", "old"), sql.clone());
            prop_assert_eq!(Tokens::of(&there).0.len(), Tokens::of(&sql).0.len());
        }

        #[test]
        fn a_name_that_is_not_there_changes_nothing(sql in any::<String>()) {
            prop_assert_eq!(column(&sql, "t", "no such name", "x"), sql);
        }
    }
}
