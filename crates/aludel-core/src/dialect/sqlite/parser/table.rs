//! `CREATE TABLE`.

use super::{ColumnDefinition, ConstraintBody, ConstraintDefinition, Cursor, ParseError, column, constraint};

/// What a `CREATE TABLE` statement says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TableDefinition {
    pub(crate) name: String,
    pub(crate) columns: Vec<ColumnDefinition>,
    /// Those that stand with a column too, in the order in which they are written.
    pub(crate) constraints: Vec<ConstraintDefinition>,
    pub(crate) strict: bool,
    pub(crate) without_rowid: bool,
}

/// Reads a `CREATE TABLE` statement. SQLite keeps `CREATE TABLE … AS SELECT` as a list of columns.
pub(crate) fn table(sql: &str) -> Result<TableDefinition, ParseError> {
    let mut cursor = Cursor::new(sql)?;
    cursor.expect("CREATE")?;
    let _is_temporary = cursor.eat(&["TEMP"]) || cursor.eat(&["TEMPORARY"]);
    cursor.expect("TABLE")?;
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let mut table = TableDefinition { name: cursor.object_name()?, ..TableDefinition::default() };
    cursor.expect_symbol("(")?;
    columns(&mut cursor, &mut table)?;
    constraints(&mut cursor, &mut table)?;
    cursor.expect_symbol(")")?;
    options(&mut cursor, &mut table)?;
    Ok(table)
}

/// The columns, and the comma behind them where constraints follow.
fn columns(cursor: &mut Cursor<'_>, table: &mut TableDefinition) -> Result<(), ParseError> {
    loop {
        let (definition, constraints) = column::column(cursor)?;
        table.columns.push(definition);
        table.constraints.extend(constraints);
        if !cursor.eat_symbol(",") || constraint::begins_table_constraint(cursor) {
            return Ok(());
        }
    }
}

/// The constraints of the table. SQLite lets the commas between them be left out.
fn constraints(cursor: &mut Cursor<'_>, table: &mut TableDefinition) -> Result<(), ParseError> {
    while constraint::begins_table_constraint(cursor) {
        let constraint = constraint::table_constraint(cursor)?;
        if let Some(ConstraintBody::PrimaryKey { columns, .. }) = constraint.as_ref().map(|constraint| &constraint.body)
        {
            let is_numbered = |column: &ColumnDefinition| {
                columns.iter().any(|key| key.auto_increment && key.name.eq_ignore_ascii_case(&column.name))
            };
            table
                .columns
                .iter_mut()
                .filter(|column| is_numbered(column))
                .for_each(|column| column.auto_increment = true);
        }
        table.constraints.extend(constraint);
        cursor.eat_symbol(",");
    }
    Ok(())
}

fn options(cursor: &mut Cursor<'_>, table: &mut TableDefinition) -> Result<(), ParseError> {
    while !cursor.is_at_end() && !cursor.eat_symbol(";") {
        if cursor.eat(&["STRICT"]) {
            table.strict = true;
        } else if cursor.eat(&["WITHOUT", "ROWID"]) {
            table.without_rowid = true;
        } else if !cursor.eat_symbol(",") {
            return Err(cursor.unexpected("STRICT or WITHOUT ROWID"));
        }
    }
    Ok(())
}
