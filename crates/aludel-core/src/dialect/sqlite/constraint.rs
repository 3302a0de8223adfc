//! Constraints: how they are written in a table.

use super::grammar::{parenthesised, sql};
use super::refusal::Refusal;
use super::table;
use crate::dialect::SqlWriter;
use crate::schema::{Constraint, Deferral, ForeignKey, MatchType, OnConflict, ReferentialAction, Validity};

/// The constraint as it stands in `CREATE TABLE`, its name in front.
pub(super) fn definition(constraint: &Constraint) -> Result<String, Refusal> {
    let body = match constraint {
        Constraint::PrimaryKey(key) => {
            check_deferral(key.deferral)?;
            if !key.prefix_lengths.is_empty() {
                return Err(Refusal::new(
                    "a primary key holds whole columns here",
                    "leave the lengths out for this database with `op.for_dialect`",
                ));
            }
            sql().keyword("PRIMARY KEY").idents(&key.columns).optional(key.on_conflict, on_conflict)
        }
        Constraint::Unique(unique) => {
            check_deferral(unique.deferral)?;
            if unique.nulls_not_distinct {
                return Err(nulls_not_distinct());
            }
            sql().keyword("UNIQUE").idents(&unique.columns).optional(unique.on_conflict, on_conflict)
        }
        Constraint::Check(check) => {
            check_validity(check.validity)?;
            parenthesised(sql().keyword("CHECK"), &check.expression)
        }
        Constraint::ForeignKey(key) => references(sql().keyword("FOREIGN KEY").idents(&key.columns), key)?,
        Constraint::Exclude(_) => {
            return Err(Refusal::new(
                "there are no exclusion constraints",
                "leave it to the other databases with `op.for_dialect`, or check it in a trigger",
            ));
        }
    };
    Ok(named(constraint.name(), &body.finish()))
}

/// The foreign key of one column as it stands with the column.
pub(super) fn of_column(key: &ForeignKey) -> Result<String, Refusal> {
    Ok(named(&key.name, &references(sql(), key)?.finish()))
}

/// What is done with a row that breaks the constraint.
pub(super) fn on_conflict(sql: SqlWriter, on_conflict: OnConflict) -> SqlWriter {
    sql.keyword("ON CONFLICT").keyword(match on_conflict {
        OnConflict::Rollback => "ROLLBACK",
        OnConflict::Abort => "ABORT",
        OnConflict::Fail => "FAIL",
        OnConflict::Ignore => "IGNORE",
        OnConflict::Replace => "REPLACE",
    })
}

/// Why two NULLs cannot count as the same.
pub(super) fn nulls_not_distinct() -> Refusal {
    Refusal::new("two NULLs are always distinct", "make the column NOT NULL, or index `coalesce(column, …)` as unique")
}

fn named(name: &str, body: &str) -> String {
    sql().keyword("CONSTRAINT").ident(name).raw(body).finish()
}

fn references(sql: SqlWriter, key: &ForeignKey) -> Result<SqlWriter, Refusal> {
    table::check_name(&key.referred_table)?;
    check_validity(key.validity)?;
    // Of one column, a key that matches in full is the same as a simple one.
    if key.match_type != MatchType::Simple && key.columns.len() > 1 {
        return Err(Refusal::new(
            "every foreign key is of the simple sort: one NULL, and nothing is checked",
            "leave MATCH away, or make the columns NOT NULL",
        ));
    }
    Ok(sql
        .keyword("REFERENCES")
        .name(&key.referred_table)
        .when(!key.referred_columns.is_empty(), |sql| sql.idents(&key.referred_columns))
        .optional(action(key.on_delete), |sql, action| sql.keyword("ON DELETE").keyword(action))
        .optional(action(key.on_update), |sql, action| sql.keyword("ON UPDATE").keyword(action))
        .when(key.deferral == Deferral::Deferred, |sql| sql.keyword("DEFERRABLE INITIALLY DEFERRED")))
}

fn action(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("RESTRICT"),
        ReferentialAction::Cascade => Some("CASCADE"),
        ReferentialAction::SetNull => Some("SET NULL"),
        ReferentialAction::SetDefault => Some("SET DEFAULT"),
    }
}

fn check_deferral(deferral: Deferral) -> Result<(), Refusal> {
    match deferral {
        Deferral::Never | Deferral::Immediate => Ok(()),
        Deferral::Deferred => Err(Refusal::new(
            "only foreign keys are checked at the end of a transaction",
            "leave `deferred` away from primary keys and unique constraints",
        )),
    }
}

/// One that holds for new rows only is made to hold for all: if rows break it, the statement says so.
fn check_validity(validity: Validity) -> Result<(), Refusal> {
    match validity {
        Validity::Enforced | Validity::NotValid => Ok(()),
        Validity::NotEnforced => Err(Refusal::new(
            "a constraint is always enforced",
            "leave `not_enforced` away, or leave the constraint to the other databases with `op.for_dialect`",
        )),
    }
}
