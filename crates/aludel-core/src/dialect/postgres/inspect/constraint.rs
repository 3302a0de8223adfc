//! Constraints, from what the catalogue says of them.

use super::assemble::{Names, unknown};
use super::catalog;
use crate::dialect::InspectError;
use crate::dialect::postgres::expression::without_outer_parentheses;
use crate::schema::{
    Check, Constraint, Deferral, Exclude, ExcludeElement, ForeignKey, MatchType, PrimaryKey, ReferentialAction, Unique,
    Validity,
};

/// One constraint.
pub(super) fn read(names: &Names<'_>, one: catalog::Constraint) -> Result<Constraint, InspectError> {
    let deferral = match (one.deferrable, one.deferred) {
        (false, _) => Deferral::Never,
        (true, false) => Deferral::Immediate,
        (true, true) => Deferral::Deferred,
    };
    let validity = match (one.enforced, one.valid) {
        (false, _) => Validity::NotEnforced,
        (true, false) => Validity::NotValid,
        (true, true) => Validity::Enforced,
    };
    let columns = one.columns.unwrap_or_default();
    let include = one.include.unwrap_or_default();
    let plain = |text: String| without_outer_parentheses(&text).to_owned();
    Ok(match one.kind.as_str() {
        "p" => Constraint::PrimaryKey(PrimaryKey { deferral, ..PrimaryKey::new(one.name, columns) }),
        "u" => Constraint::Unique(Unique {
            include,
            nulls_not_distinct: one.nulls_not_distinct,
            deferral,
            ..Unique::new(one.name, columns)
        }),
        "f" => {
            let (namespace, table) =
                (one.referred_namespace.unwrap_or_default(), one.referred_table.unwrap_or_default());
            let referred_columns = one.referred_columns.unwrap_or_default();
            Constraint::ForeignKey(ForeignKey {
                on_delete: action(&one.on_delete)?,
                on_update: action(&one.on_update)?,
                match_type: match_type(&one.match_type)?,
                deferral,
                validity,
                ..ForeignKey::new(one.name, columns, names.object(&namespace, &table), referred_columns)
            })
        }
        "c" => Constraint::Check(Check {
            validity,
            no_inherit: one.no_inherit,
            ..Check::new(one.name, plain(one.expression.unwrap_or_default()))
        }),
        "x" => Constraint::Exclude(Exclude {
            name: one.name,
            method: one.method.unwrap_or_default(),
            elements: one.elements.unwrap_or_default().into_iter().map(element).collect(),
            include,
            predicate: one.predicate.map(plain),
            deferral,
        }),
        other => return Err(unknown("pg_constraint.contype", other)),
    })
}

fn element(one: catalog::Element) -> ExcludeElement {
    ExcludeElement { target: one.target, operator: one.operator }
}

fn action(letter: &str) -> Result<ReferentialAction, InspectError> {
    Ok(match letter {
        "a" => ReferentialAction::NoAction,
        "r" => ReferentialAction::Restrict,
        "c" => ReferentialAction::Cascade,
        "n" => ReferentialAction::SetNull,
        "d" => ReferentialAction::SetDefault,
        other => return Err(unknown("pg_constraint.confdeltype", other)),
    })
}

fn match_type(letter: &str) -> Result<MatchType, InspectError> {
    Ok(match letter {
        "s" => MatchType::Simple,
        "f" => MatchType::Full,
        "p" => MatchType::Partial,
        other => return Err(unknown("pg_constraint.confmatchtype", other)),
    })
}
