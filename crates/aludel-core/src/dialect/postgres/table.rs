//! Tables.

use super::plan::Planner;
use super::{Refusal, column, constraint};
use crate::dialect::SqlWriter;
use crate::name::ObjectName;
use crate::schema::{Constraint, Table, TableOptions, Validity};

impl Planner<'_> {
    /// Makes a table, then its indexes and comments.
    pub(super) fn create_table(&mut self, table: &Table) -> Result<(), Refusal> {
        let comes_later = |constraint: &&Constraint| is_not_valid(constraint) || is_repeated(table, constraint);
        let (later, inside): (Vec<&Constraint>, Vec<&Constraint>) = table.constraints.iter().partition(comes_later);
        let columns = table.columns.iter().map(|column| column::definition(self.postgres, column));
        let constraints = inside.into_iter().map(|constraint| constraint::definition(self.postgres, constraint));
        let lines: Vec<String> = columns.chain(constraints).collect::<Result<_, _>>()?;
        let create = self.sql().keyword("CREATE").when(table.options.unlogged, |sql| sql.keyword("UNLOGGED"));
        self.push(create.keyword("TABLE").name(&table.name).block(&lines, |sql, line| sql.raw(line)));
        for constraint in later {
            self.create_constraint(&table.name, constraint)?;
        }
        for index in &table.indexes {
            self.create_index(&table.name, index)?;
        }
        if let Some(comment) = &table.comment {
            self.comment("TABLE", |sql| sql.name(&table.name), Some(comment));
        }
        for column in &table.columns {
            if let Some(comment) = &column.comment {
                self.comment_on_column(&table.name, &column.name, Some(comment));
            }
        }
        Ok(())
    }

    /// Changes whether a crash empties the table; the other options are those of other databases.
    pub(super) fn alter_table_options(&mut self, table: &ObjectName, from: &TableOptions, to: &TableOptions) {
        if from.unlogged != to.unlogged {
            let logging = if to.unlogged { "SET UNLOGGED" } else { "SET LOGGED" };
            self.push(self.alter_table(table).keyword(logging));
        }
    }

    /// The beginning of a statement that changes a table.
    pub(super) fn alter_table(&self, table: &ObjectName) -> SqlWriter {
        self.sql().keyword("ALTER TABLE").name(table)
    }
}

/// `CREATE TABLE` takes no `NOT VALID`: a new table has no rows to leave unchecked.
fn is_not_valid(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::ForeignKey(key) => key.validity == Validity::NotValid,
        Constraint::Check(check) => check.validity == Validity::NotValid,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => false,
    }
}

/// Of two keys over the same columns `CREATE TABLE` makes one, and the name of the other is lost; `ALTER TABLE` makes both.
fn is_repeated(table: &Table, constraint: &Constraint) -> bool {
    let Constraint::Unique(unique) = constraint else { return false };
    table.constraints.iter().any(|other| match other {
        Constraint::PrimaryKey(key) => key.columns == unique.columns,
        Constraint::Unique(earlier) => earlier.name < unique.name && earlier.columns == unique.columns,
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    })
}
