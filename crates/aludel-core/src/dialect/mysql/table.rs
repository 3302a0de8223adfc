//! Tables: `CREATE TABLE`, and the options of one.

use super::column::{require_settings, word};
use super::refusal::{Refusal, refuse};
use super::{MySql, charset, grammar, mariadb};
use crate::dialect::{Dialect, SqlWriter};
use crate::name::ObjectName;
use crate::plan::{Statement, Statements};
use crate::schema::{Column, Constraint, IndexTarget, Table, TableOptions};

impl MySql {
    /// `CREATE TABLE`, with all that belongs to the table.
    pub(super) fn create_table(&self, table: &Table, out: &mut Statements) -> Result<String, Refusal> {
        refuse_unkeyed_numbers(table)?;
        let mut lines = Vec::new();
        for column in &table.columns {
            require_settings(self, column, out);
            lines.push(self.column_definition(table, column)?);
        }
        for constraint in &table.constraints {
            if !mariadb::is_column_check(self, table, constraint) {
                lines.push(self.constraint_definition(table, constraint)?);
            }
        }
        for index in &table.indexes {
            require_comment(index.comment.as_deref(), out);
            lines.push(self.index_definition(table, index)?);
        }
        // Foreign keys stand last, behind the keys that they need.
        let is_foreign_key = |line: &String| line.contains(" FOREIGN KEY (");
        let (last, first): (Vec<String>, Vec<String>) = lines.into_iter().partition(is_foreign_key);
        let sql = self.sql().keyword("CREATE TABLE").name(&table.name);
        let sql = sql.block(first.into_iter().chain(last), |sql, line| sql.raw(&line));
        let options = self.options(&table.options)?;
        let sql = options.iter().fold(sql, |sql, option| sql.raw(option));
        require_comment(table.comment.as_deref(), out);
        let comment = table.comment.as_deref();
        Ok(sql.optional(comment, |sql, text| sql.keyword("COMMENT =").raw(&grammar::escaped(text))).finish())
    }

    /// The clauses that give a table other options.
    ///
    /// A column without a character set of its own has the table's, so such columns are written again: the servers would
    /// leave them as they are.
    pub(super) fn alter_options(
        &self,
        after: &Table,
        from: &TableOptions,
        out: &mut Statements,
    ) -> Result<Vec<String>, Refusal> {
        let to = &after.options;
        let mut clauses = self.options(&TableOptions {
            engine: changed(&from.engine, &to.engine, "InnoDB"),
            row_format: changed(&from.row_format, &to.row_format, "DEFAULT"),
            ..TableOptions::default()
        })?;
        let (before, collation) = (self.table_collation(from), self.table_collation(to));
        if before == collation {
            return Ok(clauses);
        }
        let set = Some(charset::charset_of(&collation).to_owned());
        clauses.extend(self.options(&TableOptions {
            charset: set,
            collation: Some(collation.clone()),
            ..TableOptions::default()
        })?);
        for column in &after.columns {
            let (old, new) = (self.column_collation(column, &before), self.column_collation(column, &collation));
            if old != new {
                require_settings(self, column, out);
                clauses.push(self.sql().keyword("MODIFY COLUMN").raw(&self.column_definition(after, column)?).finish());
            }
        }
        Ok(clauses)
    }

    /// `RENAME TABLE`. The servers give constraints that they named themselves, such as `users_ibfk_1`, the new name of the
    /// table; those get their names back, because a script and a schema know them by these.
    pub(super) fn rename_table(
        &self,
        table: Option<&Table>,
        from: &ObjectName,
        to: &ObjectName,
    ) -> Result<Vec<Statement>, Refusal> {
        let rename = self.sql().keyword("RENAME TABLE").name(from).keyword("TO").name(to).finish();
        let mut clauses = Vec::new();
        for constraint in table.into_iter().flat_map(|table| &table.constraints) {
            let Some(renamed) = self.renamed_with_table(constraint, &from.name, &to.name) else { continue };
            clauses.push(self.drop_constraint(&constraint.clone().renamed(renamed)));
            let mut again = constraint.clone();
            if let Constraint::ForeignKey(key) = &mut again
                && key.referred_table == *from
            {
                key.referred_table = to.clone();
            }
            let definition = self.constraint_definition(&Table::new(to), &again)?;
            clauses.push(self.sql().keyword("ADD").raw(&definition).finish());
        }
        let restore = (!clauses.is_empty()).then(|| self.alter_table(to, &clauses)).transpose()?;
        Ok(std::iter::once(self.statement(rename)).chain(restore).collect())
    }

    /// The name that the server gives a constraint with its table's new name; `None` where it keeps its own.
    fn renamed_with_table(&self, constraint: &Constraint, from: &str, to: &str) -> Option<String> {
        let mark = match constraint {
            Constraint::ForeignKey(_) => "_ibfk_",
            Constraint::Check(_) if !self.is_mariadb() => "_chk_",
            Constraint::Check(_) | Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => {
                return None;
            }
        };
        let rest = constraint.name().strip_prefix(from)?.strip_prefix(mark)?;
        Some(format!("{to}{mark}{rest}"))
    }

    fn options(&self, options: &TableOptions) -> Result<Vec<String>, Refusal> {
        let mut written = Vec::new();
        let mut add = |words: &str, value: Option<&String>| {
            written.extend(value.map(|value| word(self.sql().keyword(words), value).finish()));
        };
        add("ENGINE =", options.engine.as_ref());
        add("DEFAULT CHARACTER SET =", options.charset.as_ref());
        add("COLLATE =", options.collation.as_ref());
        if let Some(format) = &options.row_format {
            const FORMATS: [&str; 8] =
                ["DEFAULT", "DYNAMIC", "COMPACT", "REDUNDANT", "COMPRESSED", "FIXED", "PAGE", "TOKUDB_DEFAULT"];
            if !FORMATS.contains(&format.to_uppercase().as_str()) {
                return Err(refuse(format!("there is no row format `{format}`"), "use dynamic, compact or compressed"));
            }
            add("ROW_FORMAT =", Some(&format.to_uppercase()));
        }
        Ok(written)
    }
}

/// Refuses numbered columns that no key begins with: the servers number only such.
pub(super) fn refuse_unkeyed_numbers(table: &Table) -> Result<(), Refusal> {
    let numbered: Vec<&Column> = table.columns.iter().filter(|column| column.is_auto_increment()).collect();
    if let [_, second, ..] = numbered.as_slice() {
        return Err(refuse(
            format!("`{}` would be a second AUTO_INCREMENT column of `{}`", second.name, table.name),
            "number one column only",
        ));
    }
    match numbered.first() {
        Some(column) if !begins_a_key(table, &column.name) => Err(refuse(
            format!("`{}.{}` is AUTO_INCREMENT, and no key begins with it", table.name, column.name),
            "make it the primary key, or add an index on it, in the same group of operations",
        )),
        Some(_) | None => Ok(()),
    }
}

/// Asks for the setting that a comment needs.
pub(super) fn require_comment(comment: Option<&str>, out: &mut Statements) {
    if comment.is_some_and(|comment| comment.contains('\\')) {
        out.require(grammar::backslash_escapes());
    }
}

fn begins_a_key(table: &Table, column: &str) -> bool {
    let in_constraint = table.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => key.columns.first().is_some_and(|first| first == column),
        Constraint::Unique(unique) => unique.columns.first().is_some_and(|first| first == column),
        // A foreign key over the column brings an index along.
        Constraint::ForeignKey(key) => key.columns.first().is_some_and(|first| first == column),
        Constraint::Check(_) | Constraint::Exclude(_) => false,
    });
    let in_index = |index: &crate::schema::Index| matches!(index.parts.first().map(|part| &part.target), Some(IndexTarget::Column(first)) if first == column);
    in_constraint || table.indexes.iter().any(in_index)
}

/// What a setting changes to, or `None` where it stays; `usual` is what it is where nobody says so.
fn changed(from: &Option<String>, to: &Option<String>, usual: &str) -> Option<String> {
    (from != to).then(|| to.clone().unwrap_or_else(|| usual.to_owned()))
}

impl MySql {
    /// The clause for a table's comment.
    pub(super) fn comment_clause(&self, comment: Option<&str>) -> String {
        let writer: SqlWriter = self.sql().keyword("COMMENT =");
        writer.raw(&grammar::escaped(comment.unwrap_or_default())).finish()
    }
}
