//! Constraints: what stands behind `ADD`, and how each kind is dropped.

use super::refusal::{Refusal, refuse};
use super::{MySql, expression, index};
use crate::dialect::{Dialect, SqlWriter};
use crate::schema::{
    Check, Constraint, Deferral, ForeignKey, MatchType, PrimaryKey, ReferentialAction, Table, Unique, Validity,
};

impl MySql {
    /// A constraint as `CREATE TABLE` and `ADD` take it.
    pub(super) fn constraint_definition(&self, table: &Table, constraint: &Constraint) -> Result<String, Refusal> {
        match constraint {
            Constraint::PrimaryKey(key) => self.primary_key(table, key),
            Constraint::Unique(unique) => self.unique(table, unique),
            Constraint::ForeignKey(key) => self.foreign_key(table, key),
            Constraint::Check(check) => self.check(check),
            Constraint::Exclude(_) => Err(refuse(
                "there are no exclusion constraints here",
                "use a unique index, or check in the application under a lock",
            )),
        }
    }

    /// How a constraint is dropped within `ALTER TABLE`.
    pub(super) fn drop_constraint(&self, constraint: &Constraint) -> String {
        let words = match constraint {
            Constraint::PrimaryKey(_) => return "DROP PRIMARY KEY".to_owned(),
            Constraint::Unique(_) => "DROP INDEX",
            Constraint::ForeignKey(_) => "DROP FOREIGN KEY",
            Constraint::Check(_) if !self.is_mariadb() => "DROP CHECK",
            Constraint::Check(_) | Constraint::Exclude(_) => "DROP CONSTRAINT",
        };
        self.sql().keyword(words).ident(constraint.name()).finish()
    }

    fn primary_key(&self, table: &Table, key: &PrimaryKey) -> Result<String, Refusal> {
        never_deferred(key.deferral)?;
        let whole = |(column, length): (&str, Option<u32>)| length.is_none().then(|| column.to_owned());
        let whole: Vec<String> = key.parts().filter_map(whole).collect();
        index::refuse_long_columns(table, &whole)?;
        let part = |sql: SqlWriter, (column, length): (&str, Option<u32>)| index::beginning(sql.ident(column), length);
        Ok(self.sql().keyword("PRIMARY KEY").parens(|sql| sql.list(key.parts(), part)).finish())
    }

    fn unique(&self, table: &Table, unique: &Unique) -> Result<String, Refusal> {
        never_deferred(unique.deferral)?;
        index::refuse_include(&unique.include)?;
        if unique.nulls_not_distinct {
            return Err(index::distinct_nulls());
        }
        index::refuse_long_columns(table, &unique.columns)?;
        Ok(self.named(&unique.name).keyword("UNIQUE").idents(&unique.columns).finish())
    }

    fn foreign_key(&self, table: &Table, key: &ForeignKey) -> Result<String, Refusal> {
        never_deferred(key.deferral)?;
        index::refuse_long_columns(table, &key.columns)?;
        if key.match_type != MatchType::Simple {
            return Err(refuse("a foreign key matches only simply here", "leave its match type out"));
        }
        if key.validity != Validity::Enforced {
            return Err(refuse("a foreign key always holds for all rows here", "mend the rows first"));
        }
        let sql = self.named(&key.name).keyword("FOREIGN KEY").idents(&key.columns);
        let sql = sql.keyword("REFERENCES").name(&key.referred_table).idents(&key.referred_columns);
        let sql = sql.optional(action(key.on_delete)?, |sql, action| sql.keyword("ON DELETE").keyword(action));
        Ok(sql.optional(action(key.on_update)?, |sql, action| sql.keyword("ON UPDATE").keyword(action)).finish())
    }

    fn check(&self, check: &Check) -> Result<String, Refusal> {
        if !self.has_checks() {
            return Err(refuse("MySQL forgets checks before 8.0.16", "update the server, or leave the check out"));
        }
        let enforced = match check.validity {
            Validity::Enforced => true,
            Validity::NotEnforced if self.has_unenforced_checks() => false,
            Validity::NotEnforced => {
                return Err(refuse("a check always holds here", "leave `not enforced` out, or the check"));
            }
            Validity::NotValid => {
                return Err(refuse("a check always holds for all rows here", "mend the rows first"));
            }
        };
        let sql = self.named(&check.name).keyword("CHECK");
        let sql = sql.parens(|sql| sql.raw(expression::bare(&check.expression)));
        Ok(sql.when(!enforced, |sql| sql.keyword("NOT ENFORCED")).finish())
    }

    fn named(&self, name: &str) -> SqlWriter {
        self.sql().keyword("CONSTRAINT").ident(name)
    }
}

/// The words for a foreign key's action. NO ACTION and RESTRICT are one for both servers, and what they do unasked.
fn action(action: ReferentialAction) -> Result<Option<&'static str>, Refusal> {
    match action {
        ReferentialAction::NoAction | ReferentialAction::Restrict => Ok(None),
        ReferentialAction::Cascade => Ok(Some("CASCADE")),
        ReferentialAction::SetNull => Ok(Some("SET NULL")),
        ReferentialAction::SetDefault => {
            Err(refuse("InnoDB has no SET DEFAULT for foreign keys", "use `set null` or `cascade`"))
        }
    }
}

fn never_deferred(deferral: Deferral) -> Result<(), Refusal> {
    match deferral {
        Deferral::Never => Ok(()),
        Deferral::Immediate | Deferral::Deferred => {
            Err(refuse("a constraint cannot be deferred here", "leave `deferrable` out"))
        }
    }
}
