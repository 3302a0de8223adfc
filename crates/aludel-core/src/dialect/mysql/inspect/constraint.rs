//! Foreign keys and checks.

use std::collections::HashMap;

use super::{InspectError, Reading, object_of, required};
use crate::connection::Row;
use crate::dialect::mysql::{expression, mariadb};
use crate::name::ObjectName;
use crate::schema::{Check, Column, ColumnType, Constraint, ForeignKey, LobSize, ReferentialAction, Table, Validity};

impl Reading<'_> {
    pub(super) fn read_foreign_keys(&mut self, rows: &[Row], actions: &[Row]) -> Result<(), InspectError> {
        let name = |row: &'_ Row| [0, 1, 2].map(|place| row.text(place).map(str::to_owned));
        let actions: HashMap<[Option<String>; 3], &Row> = actions.iter().map(|row| (name(row), row)).collect();
        for rows in rows.chunk_by(|one, next| one.0.get(..3) == next.0.get(..3)) {
            let Some(first) = rows.first() else { continue };
            let key = foreign_key(first, rows, actions.get(&name(first)).copied())?;
            self.table_of(first)
                .into_iter()
                .for_each(|table| drop(table.constraints.insert(Constraint::ForeignKey(key.clone()))));
        }
        Ok(())
    }

    pub(super) fn read_checks(&mut self, rows: &[Row]) -> Result<(), InspectError> {
        for row in rows {
            let Some(object) = object_of(row) else { continue };
            let name = required(row, 2, "information_schema.check_constraints.constraint_name")?;
            let told = required(row, 3, "information_schema.check_constraints.check_clause")?;
            let belongs_to_column = row.text(5) == Some("Column");
            let sql = self.expression(told);
            let Some(table) = self.table_of(row) else { continue };
            let owner = if belongs_to_column { owner(table, name, &sql) } else { None };
            let name = owner.as_deref().unwrap_or(name);
            if belongs_to_column && mariadb::is_json_check(&sql, name) && read_as_json(table, name) {
                continue;
            }
            let mut check = Check::new(name, &sql);
            if row.text(4) == Some("NO") {
                check.validity = Validity::NotEnforced;
            }
            let has_name_of_column = table.columns.contains(name) && self.dialect.has_column_checks();
            let odd = match owner {
                None if belongs_to_column => Some("the check belongs to a column, and which one cannot be told"),
                None if has_name_of_column => Some("the check has the name of a column and does not belong to it"),
                None | Some(_) => None,
            };
            self.table_of(row)
                .into_iter()
                .for_each(|table| drop(table.constraints.insert(Constraint::Check(check.clone()))));
            self.note_lost_characters(&object, Some(&check.name), &check.expression);
            odd.into_iter().for_each(|odd| self.note(&object, Some(&check.name), odd));
        }
        Ok(())
    }
}

/// The column that a check belongs to: the one of its name, or the only one that it speaks of. MariaDB keeps the name that
/// the column had when the check was made, and gives the old name to another check as well.
fn owner(table: &Table, name: &str, expression: &str) -> Option<String> {
    let is_mentioned = |column: &&Column| expression::mentions(expression, &column.name);
    if table.columns.get(name).as_ref().is_some_and(is_mentioned) {
        return Some(name.to_owned());
    }
    let mut mentioned = table.columns.iter().filter(is_mentioned);
    mentioned.next().filter(|_| mentioned.next().is_none()).map(|column| column.name.clone())
}

/// Makes a column JSON that is what MariaDB makes of one; false where it is something else.
fn read_as_json(table: &mut Table, name: &str) -> bool {
    let Some(column) = table.columns.get_mut(name) else { return false };
    if column.ty != (ColumnType::Text { size: LobSize::Long }) {
        return false;
    }
    column.ty = ColumnType::Json;
    (column.charset, column.collation) = (None, None);
    true
}

fn foreign_key(first: &Row, rows: &[Row], actions: Option<&Row>) -> Result<ForeignKey, InspectError> {
    let name = required(first, 2, "information_schema.key_column_usage.constraint_name")?;
    let referred = required(first, 5, "information_schema.key_column_usage.referenced_table_name")?;
    let referred = ObjectName { namespace: first.text(4).map(str::to_owned), name: referred.to_owned() };
    let column = |row: &'_ Row, place: usize| {
        required(row, place, "information_schema.key_column_usage.column_name").map(str::to_owned)
    };
    let columns: Vec<String> = rows.iter().map(|row| column(row, 3)).collect::<Result<_, _>>()?;
    let referred_columns: Vec<String> = rows.iter().map(|row| column(row, 6)).collect::<Result<_, _>>()?;
    let mut key = ForeignKey::new(name, columns, referred, referred_columns);
    let place = "information_schema.referential_constraints";
    let missing = || InspectError::Unknown { place: place.to_owned(), value: format!("no row for {name}") };
    let actions = actions.ok_or_else(missing)?;
    key.on_delete = action(required(actions, 3, "information_schema.referential_constraints.delete_rule")?)?;
    key.on_update = action(required(actions, 4, "information_schema.referential_constraints.update_rule")?)?;
    Ok(key)
}

/// RESTRICT is read as NO ACTION: each server shows one of them for both.
fn action(told: &str) -> Result<ReferentialAction, InspectError> {
    Ok(match told {
        "NO ACTION" | "RESTRICT" => ReferentialAction::NoAction,
        "CASCADE" => ReferentialAction::Cascade,
        "SET NULL" => ReferentialAction::SetNull,
        "SET DEFAULT" => ReferentialAction::SetDefault,
        other => {
            let place = "information_schema.referential_constraints".to_owned();
            return Err(InspectError::Unknown { place, value: other.to_owned() });
        }
    })
}
