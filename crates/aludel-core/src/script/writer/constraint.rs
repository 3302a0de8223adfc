//! Constraints and indexes, in the words of a script. A name is left out where it is the conventional one.

use super::expression::{Call, Expression, call, chain, plain};
use super::literal::{array, name, text, texts, word};
use crate::name::{self, ObjectName};
use crate::schema::{
    Check, Constraint, Deferral, Exclude, ForeignKey, Index, IndexPart, IndexTarget, MatchType, NullsOrder, OnConflict,
    PrimaryKey, ReferentialAction, SortOrder, Unique, Validity,
};
use crate::script::language::{conventional_exclude, conventional_index};

/// What stands in `op.create_unique(..)` and its like, and in the methods of a new table.
pub(super) fn constraint(table: &ObjectName, constraint: &Constraint) -> Expression {
    match constraint {
        Constraint::PrimaryKey(key) => primary_key(table, key),
        Constraint::Unique(unique) => self::unique(table, unique),
        Constraint::ForeignKey(key) => foreign_key(table, key),
        Constraint::Check(check) => self::check(table, check),
        Constraint::Exclude(exclude) => self::exclude(table, exclude),
    }
}

fn primary_key(table: &ObjectName, key: &PrimaryKey) -> Expression {
    let prefix =
        |(column, length): (&str, Option<u32>)| length.map(|length| call("prefix", [text(column), word(length)]));
    let mut calls: Vec<Call> = key.parts().filter_map(prefix).collect();
    calls.extend(deferral(key.deferral));
    calls.extend(key.on_conflict.map(on_conflict));
    calls.extend(named(&key.name, name::primary_key(table)));
    shortest("primary_key", texts(&key.columns), calls)
}

fn unique(table: &ObjectName, unique: &Unique) -> Expression {
    let mut calls = Vec::new();
    calls.extend((!unique.include.is_empty()).then(|| call("include", [texts(&unique.include)])));
    calls.extend(unique.nulls_not_distinct.then(|| plain("nulls_not_distinct")));
    calls.extend(deferral(unique.deferral));
    calls.extend(unique.on_conflict.map(on_conflict));
    calls.extend(named(&unique.name, name::unique(table, &unique.columns)));
    shortest("unique", texts(&unique.columns), calls)
}

fn foreign_key(table: &ObjectName, key: &ForeignKey) -> Expression {
    let mut calls = vec![call("references", [name(&key.referred_table), texts(&key.referred_columns)])];
    calls.extend(action(key.on_delete).map(|action| call("on_delete", [word(action)])));
    calls.extend(action(key.on_update).map(|action| call("on_update", [word(action)])));
    calls.extend(match key.match_type {
        MatchType::Simple => None,
        MatchType::Full => Some(plain("match_full")),
        MatchType::Partial => Some(plain("match_partial")),
    });
    calls.extend(deferral(key.deferral));
    calls.extend(validity(key.validity));
    calls.extend(named(&key.name, name::foreign_key(table, &key.columns, &key.referred_table)));
    chain(call("foreign_key", [texts(&key.columns)]), calls)
}

fn check(table: &ObjectName, check: &Check) -> Expression {
    let mut calls: Vec<Call> = validity(check.validity).into_iter().collect();
    calls.extend(check.no_inherit.then(|| plain("no_inherit")));
    calls.extend(named(&check.name, name::check(table, &[], &check.expression)));
    shortest("check", text(&check.expression), calls)
}

fn exclude(table: &ObjectName, exclude: &Exclude) -> Expression {
    let element = |element: &crate::schema::ExcludeElement| {
        Expression::Tuple(vec![text(&element.target), text(&element.operator)])
    };
    let elements = match exclude.elements.as_slice() {
        [] => word("[(\"\", \"\"); 0]"),
        elements => Expression::Array(elements.iter().map(element).collect()),
    };
    let mut calls = Vec::new();
    calls.extend((!exclude.include.is_empty()).then(|| call("include", [texts(&exclude.include)])));
    calls.extend(exclude.predicate.as_ref().map(|sql| call("predicate", [text(sql)])));
    calls.extend(deferral(exclude.deferral));
    calls.extend(named(&exclude.name, conventional_exclude(table, exclude)));
    chain(call("exclude", [text(&exclude.method), elements]), calls)
}

/// What stands in `op.create_index(..)`, and in the method of a new table.
pub(super) fn index(table: &ObjectName, index: &Index) -> Expression {
    let mut calls = Vec::new();
    calls.extend(index.unique.then(|| plain("unique")));
    calls.extend(index.nulls_not_distinct.then(|| plain("nulls_not_distinct")));
    calls.extend(index.predicate.as_ref().map(|sql| call("predicate", [text(sql)])));
    calls.extend((!index.include.is_empty()).then(|| call("include", [texts(&index.include)])));
    calls.extend(index.method.as_ref().map(|method| call("method", [text(method)])));
    calls.extend(index.parser.as_ref().map(|parser| call("parser", [text(parser)])));
    calls.extend(index.options.iter().map(|(name, value)| call("option", [text(name), text(value)])));
    calls.extend(index.invisible.then(|| plain("invisible")));
    calls.extend(index.comment.as_ref().map(|comment| call("comment", [text(comment)])));
    calls.extend(named(&index.name, conventional_index(table, index)));
    let columns: Option<Vec<Expression>> = index.parts.iter().map(column).collect();
    let parts = columns.unwrap_or_else(|| index.parts.iter().map(part).collect());
    shortest("index", array(parts), calls)
}

/// A part of an index of which only the column is to be said.
fn column(part: &IndexPart) -> Option<Expression> {
    let column = part.target.column()?;
    (*part == IndexPart::column(column)).then(|| text(column))
}

fn part(part: &IndexPart) -> Expression {
    let first = match &part.target {
        IndexTarget::Column(column) => call("part", [text(column)]),
        IndexTarget::Expression(sql) => call("expression", [text(sql)]),
    };
    let mut calls = Vec::new();
    calls.extend((part.order == SortOrder::Descending).then(|| plain("desc")));
    calls.extend(part.nulls.map(|nulls| match nulls {
        NullsOrder::First => plain("nulls_first"),
        NullsOrder::Last => plain("nulls_last"),
    }));
    calls.extend(part.prefix_length.map(|length| call("prefix", [word(length)])));
    calls.extend(part.operator_class.as_ref().map(|class| call("operator_class", [text(class)])));
    calls.extend(part.collation.as_ref().map(|collation| call("collation", [text(collation)])));
    chain(first, calls)
}

/// The argument alone where that is all there is to say.
fn shortest(name: &'static str, argument: Expression, calls: Vec<Call>) -> Expression {
    if calls.is_empty() { argument } else { chain(call(name, [argument]), calls) }
}

fn named(name: &str, conventional: String) -> Option<Call> {
    (name != conventional).then(|| call("name", [text(name)]))
}

fn deferral(deferral: Deferral) -> Option<Call> {
    match deferral {
        Deferral::Never => None,
        Deferral::Immediate => Some(plain("deferrable")),
        Deferral::Deferred => Some(plain("deferred")),
    }
}

fn validity(validity: Validity) -> Option<Call> {
    match validity {
        Validity::Enforced => None,
        Validity::NotValid => Some(plain("not_valid")),
        Validity::NotEnforced => Some(plain("not_enforced")),
    }
}

fn action(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("Restrict"),
        ReferentialAction::Cascade => Some("Cascade"),
        ReferentialAction::SetNull => Some("SetNull"),
        ReferentialAction::SetDefault => Some("SetDefault"),
    }
}

/// A referential action as attributes say it.
pub(super) fn action_words(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("restrict"),
        ReferentialAction::Cascade => Some("cascade"),
        ReferentialAction::SetNull => Some("set null"),
        ReferentialAction::SetDefault => Some("set default"),
    }
}

fn on_conflict(conflict: OnConflict) -> Call {
    let conflict = match conflict {
        OnConflict::Rollback => "OnConflict::Rollback",
        OnConflict::Abort => "OnConflict::Abort",
        OnConflict::Fail => "OnConflict::Fail",
        OnConflict::Ignore => "OnConflict::Ignore",
        OnConflict::Replace => "OnConflict::Replace",
    };
    call("on_conflict", [word(conflict)])
}
