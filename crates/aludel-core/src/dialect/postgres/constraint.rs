//! Constraints.

use super::expression::without_outer_parentheses;
use super::plan::Planner;
use super::{Postgres, Refusal};
use crate::dialect::{Dialect, SqlWriter};
use crate::name::ObjectName;
use crate::schema::{
    Check, Constraint, Deferral, Exclude, ForeignKey, MatchType, OnConflict, PrimaryKey, ReferentialAction, Unique,
    Validity,
};

impl Planner<'_> {
    /// Adds a constraint to a table that is there.
    pub(super) fn create_constraint(&mut self, table: &ObjectName, constraint: &Constraint) -> Result<(), Refusal> {
        let definition = definition(self.postgres, constraint)?;
        self.push(self.alter_table(table).keyword("ADD").raw(&definition));
        Ok(())
    }

    /// Drops a constraint, and the index behind it.
    pub(super) fn drop_constraint(&mut self, table: &ObjectName, constraint: &Constraint) {
        self.push(self.alter_table(table).keyword("DROP CONSTRAINT").ident(constraint.name()));
    }
}

/// A constraint as it stands in `CREATE TABLE` and `ADD`.
pub(super) fn definition(postgres: Postgres, constraint: &Constraint) -> Result<String, Refusal> {
    let sql = postgres.sql().keyword("CONSTRAINT").ident(constraint.name());
    let sql = match constraint {
        Constraint::PrimaryKey(key) => primary_key(sql, key)?,
        Constraint::Unique(unique) => self::unique(postgres, sql, unique)?,
        Constraint::ForeignKey(key) => foreign_key(postgres, sql, key)?,
        Constraint::Check(check) => self::check(postgres, sql, check)?,
        Constraint::Exclude(exclude) => self::exclude(sql, exclude),
    };
    Ok(sql.finish())
}

fn primary_key(sql: SqlWriter, key: &PrimaryKey) -> Result<SqlWriter, Refusal> {
    refuse_conflict(key.on_conflict)?;
    if !key.prefix_lengths.is_empty() {
        return Err(Refusal::new(
            "a primary key holds whole columns here",
            "leave the lengths out for this database with `op.for_dialect`",
        ));
    }
    Ok(deferral(sql.keyword("PRIMARY KEY").idents(&key.columns), key.deferral))
}

fn unique(postgres: Postgres, sql: SqlWriter, unique: &Unique) -> Result<SqlWriter, Refusal> {
    refuse_conflict(unique.on_conflict)?;
    if unique.nulls_not_distinct {
        nulls_not_distinct(postgres)?;
    }
    let sql = sql.keyword("UNIQUE").when(unique.nulls_not_distinct, |sql| sql.keyword("NULLS NOT DISTINCT"));
    Ok(deferral(include(sql.idents(&unique.columns), &unique.include), unique.deferral))
}

fn refuse_conflict(on_conflict: Option<OnConflict>) -> Result<(), Refusal> {
    match on_conflict {
        None | Some(OnConflict::Abort) => Ok(()),
        Some(OnConflict::Rollback | OnConflict::Fail | OnConflict::Ignore | OnConflict::Replace) => Err(Refusal::new(
            "a constraint does not say here what a row that breaks it does",
            "leave it out, and write INSERT … ON CONFLICT in the application",
        )),
    }
}

/// Refuses `NULLS NOT DISTINCT` where the version does not know it.
pub(super) fn nulls_not_distinct(postgres: Postgres) -> Result<(), Refusal> {
    if postgres.has_nulls_not_distinct() {
        return Ok(());
    }
    Err(Refusal::new(
        format!("PostgreSQL {} always takes two NULLs for different", postgres.version()),
        "use PostgreSQL 15, or a unique index over coalesce(…)",
    ))
}

/// Columns that the index holds besides.
pub(super) fn include(sql: SqlWriter, columns: &[String]) -> SqlWriter {
    sql.when(!columns.is_empty(), |sql| sql.keyword("INCLUDE").idents(columns))
}

fn foreign_key(postgres: Postgres, sql: SqlWriter, key: &ForeignKey) -> Result<SqlWriter, Refusal> {
    let sql = sql.keyword("FOREIGN KEY").idents(&key.columns);
    let sql = sql.keyword("REFERENCES").name(&key.referred_table).idents(&key.referred_columns);
    let sql = match key.match_type {
        MatchType::Simple => sql,
        MatchType::Full => sql.keyword("MATCH FULL"),
        MatchType::Partial => {
            return Err(Refusal::new("MATCH PARTIAL is not implemented", "use MATCH FULL, or leave it out"));
        }
    };
    let sql = action(action(sql, "ON DELETE", key.on_delete), "ON UPDATE", key.on_update);
    validity(postgres, deferral(sql, key.deferral), key.validity)
}

fn action(sql: SqlWriter, event: &str, action: ReferentialAction) -> SqlWriter {
    let words = match action {
        ReferentialAction::NoAction => return sql,
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::Cascade => "CASCADE",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
    };
    sql.keyword(event).keyword(words)
}

fn check(postgres: Postgres, sql: SqlWriter, check: &Check) -> Result<SqlWriter, Refusal> {
    let sql = sql.keyword("CHECK").parens(|sql| sql.raw(without_outer_parentheses(&check.expression)));
    validity(postgres, sql.when(check.no_inherit, |sql| sql.keyword("NO INHERIT")), check.validity)
}

fn validity(postgres: Postgres, sql: SqlWriter, validity: Validity) -> Result<SqlWriter, Refusal> {
    match validity {
        Validity::Enforced => Ok(sql),
        Validity::NotValid => Ok(sql.keyword("NOT VALID")),
        Validity::NotEnforced if postgres.has_not_enforced() => Ok(sql.keyword("NOT ENFORCED")),
        Validity::NotEnforced => Err(Refusal::new(
            format!("PostgreSQL {} has no constraints that are not enforced", postgres.version()),
            "leave the constraint out, or make it NOT VALID, which holds for new rows",
        )),
    }
}

fn exclude(sql: SqlWriter, exclude: &Exclude) -> SqlWriter {
    let sql = sql.keyword("EXCLUDE USING").keyword(&exclude.method).parens(|sql| {
        sql.list(&exclude.elements, |sql, element| sql.raw(&element.target).keyword("WITH").raw(&element.operator))
    });
    let sql = include(sql, &exclude.include).optional(exclude.predicate.as_ref(), |sql, predicate| {
        sql.keyword("WHERE").parens(|sql| sql.raw(without_outer_parentheses(predicate)))
    });
    deferral(sql, exclude.deferral)
}

fn deferral(sql: SqlWriter, deferral: Deferral) -> SqlWriter {
    match deferral {
        Deferral::Never => sql,
        Deferral::Immediate => sql.keyword("DEFERRABLE"),
        Deferral::Deferred => sql.keyword("DEFERRABLE INITIALLY DEFERRED"),
    }
}
