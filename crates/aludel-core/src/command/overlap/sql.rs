//! What plain SQL touches, as far as its first words tell. What they do not tell is said to be unseen.

use super::effect::{Change, Effect, Part, Place, Space};
use super::recorded::Seen;
use crate::dialect::Dialect;
use crate::name::ObjectName;

/// Takes in what some statements do.
pub(super) fn take(sql: &str, dialect: &dyn Dialect, seen: &mut Seen) {
    match dialect.split(sql) {
        Ok(statements) => statements.into_iter().for_each(|statement| take_statement(statement, seen)),
        Err(error) => seen.unseen.push(error.to_string()),
    }
}

/// The words of a text that may be names.
pub(super) fn words(text: &str) -> Vec<&str> {
    let tokens = tokens(text).into_iter();
    tokens
        .filter_map(|token| if let Token::Word(word) | Token::Name(word) = token { Some(word) } else { None })
        .collect()
}

/// One token of a statement; strings, numbers and comments are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// Between quotes.
    Name(&'a str),
    Symbol(char),
}

/// The tokens of a text, in the way that most databases cut them.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        rest = match first {
            '\'' => behind(after, "'").1,
            '"' | '`' | '[' => {
                let end = if first == '[' { "]" } else { rest.get(..1).unwrap_or_default() };
                let (name, behind) = behind(after, end);
                tokens.push(Token::Name(name));
                behind
            }
            '-' if rest.starts_with("--") => behind(after, "\n").1,
            '/' if rest.starts_with("/*") => behind(after, "*/").1,
            _ if is_part(first) => {
                let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                let (word, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
                if !first.is_ascii_digit() {
                    tokens.push(Token::Word(word));
                }
                behind
            }
            _ => {
                if !first.is_whitespace() {
                    tokens.push(Token::Symbol(first));
                }
                after
            }
        };
    }
    tokens
}

/// What stands before an end, and what behind it.
fn behind<'a>(text: &'a str, end: &str) -> (&'a str, &'a str) {
    text.split_once(end).unwrap_or((text, ""))
}

/// What is left of a statement.
struct Rest<'t, 'a>(&'t [Token<'a>]);

impl<'a> Rest<'_, 'a> {
    /// Takes some words, if they stand there.
    fn take(&mut self, words: &str) -> bool {
        let mut rest = self.0;
        for word in words.split(' ') {
            match rest.split_first() {
                Some((Token::Word(there), after)) if there.eq_ignore_ascii_case(word) => rest = after,
                _ => return false,
            }
        }
        self.0 = rest;
        true
    }

    /// Takes each of some words that stands there, in this order.
    fn skip(&mut self, words: &[&str]) {
        for word in words {
            self.take(word);
        }
    }

    fn symbol(&mut self, symbol: char) -> bool {
        match self.0.split_first() {
            Some((Token::Symbol(there), after)) if *there == symbol => {
                self.0 = after;
                true
            }
            _ => false,
        }
    }

    fn ident(&mut self) -> Option<&'a str> {
        let (Token::Word(name) | Token::Name(name), after) = self.0.split_first()? else { return None };
        self.0 = after;
        Some(name)
    }

    /// The name of an object, its namespace in front perhaps.
    fn name(&mut self) -> Option<ObjectName> {
        let first = self.ident()?;
        if self.symbol('.') {
            return Some((first, self.ident()?).into());
        }
        Some(first.into())
    }

    /// The names of several objects, with commas between them.
    fn names(&mut self) -> Option<Vec<ObjectName>> {
        let mut names = vec![self.name()?];
        while self.symbol(',') {
            names.push(self.name()?);
        }
        Some(names)
    }

    /// The parts between the commas that stand in no brackets.
    fn clauses(&self) -> Vec<Rest<'_, 'a>> {
        let mut depth = 0_usize;
        let is_comma = |token: &Token<'_>| {
            match token {
                Token::Symbol('(') => depth += 1,
                Token::Symbol(')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && *token == Token::Symbol(',')
        };
        self.0.split(is_comma).map(Rest).collect()
    }
}

fn take_statement(statement: &str, seen: &mut Seen) {
    let tokens = tokens(statement);
    if tokens.is_empty() {
        return;
    }
    let before = seen.effects.len();
    let known = effects(&mut Rest(&tokens), seen);
    if known.is_none() {
        seen.effects.truncate(before);
        let first: Vec<&str> = words(statement).into_iter().take(3).collect();
        seen.unseen.push(format!("runs `{} …`", first.join(" ")));
    }
}

/// What a statement does; `None` where its words do not tell.
fn effects(rest: &mut Rest<'_, '_>, seen: &mut Seen) -> Option<()> {
    use Change::{Drop, Make};
    if rest.take("create") {
        rest.skip(&["or replace"]);
        if rest.take("unique index") || rest.take("index") || rest.take("fulltext index") {
            rest.skip(&["concurrently", "if not exists"]);
            let name = rest.name()?;
            rest.take("on").then_some(())?;
            rest.skip(&["only"]);
            let table = rest.name()?;
            return index(&name.name, Some(&table), Make, "creates", seen);
        }
        rest.skip(&["global", "local", "temporary", "temp", "unlogged", "materialized"]);
        return object(rest, "if not exists", Make, "creates", seen);
    }
    if rest.take("drop") {
        if rest.take("index") {
            rest.skip(&["concurrently", "if exists"]);
            let name = rest.name()?;
            let table = if rest.take("on") { rest.name() } else { None };
            return index(&name.name, table.as_ref(), Drop, "drops", seen);
        }
        rest.skip(&["materialized"]);
        return object(rest, "if exists", Drop, "drops", seen);
    }
    if rest.take("alter table") {
        rest.skip(&["if exists", "only"]);
        let table = rest.name()?;
        return rest.clauses().iter_mut().try_for_each(|clause| alter(clause, &table, seen));
    }
    if rest.take("rename table") {
        let (from, to) = (rest.name()?, rest.take("to").then(|| rest.name()).flatten()?);
        return rename(&from, &to, seen);
    }
    let fills =
        ["insert into", "insert or ignore into", "insert or replace into", "insert ignore into", "replace into"];
    if fills.into_iter().chain(["delete from", "update", "truncate table", "truncate"]).any(|words| rest.take(words)) {
        rest.skip(&["only"]);
        let table = rest.name()?;
        let noun = format!("rows of table {table}");
        seen.add(Effect::new(Place::part(&table, Part::Rows, ""), Change::Fill, "changes", noun));
        return Some(());
    }
    None
}

/// What is made or dropped by its name alone.
fn object(rest: &mut Rest<'_, '_>, exists: &str, change: Change, verb: &'static str, seen: &mut Seen) -> Option<()> {
    let kinds = ["table", "view", "sequence", "type", "schema"];
    let kind = kinds.into_iter().find(|kind| rest.take(kind))?;
    rest.skip(&[exists]);
    for name in if change == Change::Drop { rest.names()? } else { vec![rest.name()?] } {
        seen.add(match kind {
            "type" => Effect::new(Place::of(Space::Type, &name.to_string()), change, verb, format!("type {name}")),
            "schema" => Effect::new(Place::of(Space::Namespace, &name.name), change, verb, format!("namespace {name}")),
            _ => Effect::relation(kind, &name, change, verb),
        });
    }
    Some(())
}

/// An index: of a table, where it is named with one, and by its name alone too.
fn index(name: &str, table: Option<&ObjectName>, change: Change, verb: &'static str, seen: &mut Seen) -> Option<()> {
    match table {
        Some(table) => {
            let noun = format!("index {name} of table {table}");
            seen.add(Effect::new(Place::part(table, Part::Index, name), change, verb, noun));
        }
        None => seen.add(Effect::new(Place::of(Space::Index, name), change, verb, format!("index {name}"))),
    }
    Some(())
}

fn rename(from: &ObjectName, to: &ObjectName, seen: &mut Seen) -> Option<()> {
    seen.add(Effect::relation("table", from, Change::Drop, "renames"));
    seen.add(Effect::relation("table", to, Change::Make, "makes"));
    Some(())
}

/// One clause of `ALTER TABLE`.
fn alter(clause: &mut Rest<'_, '_>, table: &ObjectName, seen: &mut Seen) -> Option<()> {
    use Change::{Alter, Drop, Make};
    let constraint = |name: &str, change, verb| {
        let noun = format!("constraint {name} of table {table}");
        Effect::new(Place::part(table, Part::Constraint, name), change, verb, noun)
    };
    let unnamed = ["primary key", "unique", "check", "foreign key", "exclude"];
    if clause.take("add") {
        if clause.take("constraint") {
            seen.add(constraint(clause.ident()?, Make, "adds"));
        } else if clause.take("primary key") {
            seen.add(constraint("", Make, "adds"));
        } else if clause.take("unique index") || clause.take("index") || clause.take("key") {
            return index(clause.ident()?, Some(table), Make, "adds", seen);
        } else if unnamed.into_iter().any(|words| clause.take(words)) {
            let noun = format!("a constraint of table {table}");
            seen.add(Effect::new(Place::part(table, Part::Options, "a constraint"), Change::Fill, "adds", noun));
        } else {
            clause.skip(&["column", "if not exists"]);
            seen.add(Effect::column(table, clause.ident()?, Make, "adds"));
        }
    } else if clause.take("drop") {
        if clause.take("constraint") || clause.take("check") || clause.take("foreign key") {
            clause.skip(&["if exists"]);
            seen.add(constraint(clause.ident()?, Drop, "drops"));
        } else if clause.take("primary key") {
            seen.add(constraint("", Drop, "drops"));
        } else if clause.take("index") || clause.take("key") {
            return index(clause.ident()?, Some(table), Drop, "drops", seen);
        } else {
            clause.skip(&["column", "if exists"]);
            seen.add(Effect::column(table, clause.ident()?, Drop, "drops"));
        }
    } else if clause.take("rename to") || clause.take("rename as") {
        return rename(table, &clause.name()?, seen);
    } else if clause.take("rename") {
        clause.skip(&["column"]);
        let (from, to) = (clause.ident()?, clause.take("to").then(|| clause.ident()).flatten()?);
        seen.add(Effect::column(table, from, Drop, "renames"));
        seen.add(Effect::column(table, to, Make, "makes"));
    } else if clause.take("change") {
        clause.skip(&["column"]);
        let (from, to) = (clause.ident()?, clause.ident()?);
        seen.add(Effect::column(table, from, if from == to { Alter } else { Drop }, "changes"));
        if from != to {
            seen.add(Effect::column(table, to, Make, "makes"));
        }
    } else if clause.take("alter") || clause.take("modify") {
        clause.skip(&["column"]);
        seen.add(Effect::column(table, clause.ident()?, Alter, "alters"));
    } else {
        let noun = format!("table {table}");
        seen.add(Effect::new(Place::part(table, Part::Options, "something"), Change::Fill, "changes", noun));
    }
    Some(())
}
