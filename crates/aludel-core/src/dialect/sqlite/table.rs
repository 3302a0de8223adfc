//! Tables: made, dropped, renamed.

use super::grammar::{alter_table, sql};
use super::refusal::Refusal;
use super::{column, constraint, index, rebuild};
use crate::name::ObjectName;
use crate::plan::{Statement, Statements};
use crate::schema::{Constraint, Table};

/// Writes `CREATE TABLE`, and its indexes.
pub(super) fn create(table: &Table, out: &mut Statements) -> Result<(), Refusal> {
    out.push(definition(table, &table.name)?);
    for index in &table.indexes {
        out.push(index::create(&table.name, index)?);
    }
    Ok(())
}

/// The `CREATE TABLE` statement of a table, under a name that may not be its own yet.
pub(super) fn definition(table: &Table, name: &ObjectName) -> Result<String, Refusal> {
    check_name(name)?;
    let columns = table.columns.iter().map(|column| column::definition(column, table));
    let is_inline = |constraint: &Constraint| match constraint {
        Constraint::PrimaryKey(key) => {
            key.columns.iter().any(|name| table.columns.get(name).is_some_and(|column| column.is_auto_increment()))
        }
        Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    };
    let constraints = table.constraints.iter().filter(|constraint| !is_inline(constraint)).map(|constraint| {
        constraint::definition(constraint)
            .map_err(|refusal| refusal.within(&constraint.kind().to_string(), constraint.name()))
    });
    let parts: Vec<String> = columns.chain(constraints).collect::<Result<_, _>>()?;
    let (strict, without_rowid) = (table.options.strict, table.options.without_rowid);
    let options = [(strict, "STRICT"), (without_rowid, "WITHOUT ROWID")];
    let options = options.into_iter().filter(|(is_set, _)| *is_set);
    Ok(sql()
        .keyword("CREATE TABLE")
        .name(name)
        .block(&parts, |sql, part| sql.raw(part))
        .list(options, |sql, (_, keyword)| sql.keyword(keyword))
        .finish())
}

/// Writes `DROP TABLE`, which takes the indexes and triggers along.
pub(super) fn drop(table: &Table, loss: Option<String>, out: &mut Statements) -> Result<(), Refusal> {
    check_name(&table.name)?;
    out.add(Statement { loss, ..Statement::new(sql().keyword("DROP TABLE").name(&table.name).finish(), 0) });
    Ok(())
}

/// Writes `ALTER TABLE … RENAME TO`. SQLite follows the name into foreign keys, triggers and views.
///
/// To SQLite two names that differ in case only are one, and taken; so such a rename goes by a third name.
pub(super) fn rename(from: &ObjectName, to: &ObjectName, out: &mut Statements) -> Result<(), Refusal> {
    check_name(from)?;
    check_name(to)?;
    out.require(rebuild::references_followed());
    if from.name.eq_ignore_ascii_case(&to.name) {
        let between = rebuild::new_name(from);
        out.push(alter_table(from).keyword("RENAME TO").name(&between).finish());
        out.push(alter_table(&between).keyword("RENAME TO").name(to).finish());
    } else {
        out.push(alter_table(from).keyword("RENAME TO").name(to).finish());
    }
    Ok(())
}

/// Refuses a name in a namespace.
pub(super) fn check_name(name: &ObjectName) -> Result<(), Refusal> {
    match &name.namespace {
        None => Ok(()),
        Some(namespace) => Err(Refusal::new(
            format!("there are no namespaces, so \"{namespace}\" cannot hold \"{}\"", name.name),
            "leave the namespace away, or leave the operation to the other databases with `op.for_dialect`",
        )),
    }
}
