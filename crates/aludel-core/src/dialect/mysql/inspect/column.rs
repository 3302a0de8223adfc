//! Columns.

use super::probe::Probe;
use super::table::apart;
use super::{InspectError, Reading, filled, object_of, required};
use crate::connection::Row;
use crate::dialect::mysql::{default, types};
use crate::name::ObjectName;
use crate::schema::{Column, ColumnType, Generation, Storage};

impl Reading<'_> {
    pub(super) fn read_columns(&mut self, rows: &[Row]) -> Result<(), InspectError> {
        for row in rows {
            if self.table_of(row).is_some()
                && let Some(table) = object_of(row)
            {
                let column = self.read_column(&table, row)?;
                self.table_of(row).into_iter().for_each(|table| drop(table.columns.insert(column.clone())));
            }
        }
        Ok(())
    }

    fn read_column(&mut self, table: &ObjectName, row: &Row) -> Result<Column, InspectError> {
        let name = required(row, 2, "information_schema.columns.column_name")?;
        let told_type = required(row, 3, "information_schema.columns.column_type")?;
        let mut column = Column::new(name, read_type(told_type, row.text(10)));
        let extra = Extra::read(row.text(6).unwrap_or_default());
        column.nullable = row.boolean(4).unwrap_or(true);
        column.generation = self.generation(&extra, row);
        if let (None, Some(told)) = (&column.generation, row.text(5)) {
            column.default = default::read(self.dialect, &column.ty, told, extra.is_expression, &self.database);
            // What MySQL flags as an expression is told whole, and cannot be asked for.
            self.probes.extend(Probe::of(table, &column, told).filter(|_| !extra.is_expression));
        }
        column.on_update = extra.on_update;
        column.invisible = extra.is_invisible;
        column.comment = filled(row, 9).map(str::to_owned);
        if let Some((own, outer)) = filled(row, 8).zip(self.table_collations.get(table)) {
            (column.charset, column.collation) = apart(own, outer);
        }
        if let Some(Generation::Expression { sql, .. }) = &column.generation {
            self.note_lost_characters(table, Some(name), sql);
        }
        for unknown in extra.unknown {
            self.note(table, Some(name), format!("it is `{unknown}`"));
        }
        Ok(column)
    }

    fn generation(&self, extra: &Extra, row: &Row) -> Option<Generation> {
        if extra.is_auto_increment {
            return Some(Generation::AutoIncrement);
        }
        let sql = self.expression(row.text(7).unwrap_or_default());
        extra.storage.map(|storage| Generation::Expression { sql, storage })
    }
}

/// A type, with the spatial reference system that MySQL keeps beside it.
fn read_type(told: &str, srid: Option<&str>) -> ColumnType {
    match (types::read(told), srid) {
        (ColumnType::Raw { sql }, Some(srid)) => ColumnType::Raw { sql: format!("{sql} SRID {srid}") },
        (ty, _) => ty,
    }
}

/// What `information_schema.columns.extra` says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Extra {
    is_auto_increment: bool,
    is_expression: bool,
    is_invisible: bool,
    storage: Option<Storage>,
    on_update: Option<String>,
    unknown: Vec<String>,
}

impl Extra {
    fn read(told: &str) -> Self {
        let mut extra = Self::default();
        let mut words = told.split([' ', ',']).filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            match word.to_ascii_lowercase().as_str() {
                "auto_increment" => extra.is_auto_increment = true,
                "default_generated" => extra.is_expression = true,
                "invisible" => extra.is_invisible = true,
                "stored" | "persistent" => extra.storage = Some(Storage::Stored),
                "virtual" => extra.storage = Some(Storage::Virtual),
                "generated" => {}
                "on" => extra.on_update = words.nth(1).map(str::to_owned),
                _ => extra.unknown.push(word.to_owned()),
            }
        }
        extra
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extra_is_read_word_by_word() {
        let extra = Extra::read("DEFAULT_GENERATED on update CURRENT_TIMESTAMP(3) INVISIBLE");
        assert_eq!(extra.on_update.as_deref(), Some("CURRENT_TIMESTAMP(3)"));
        assert!(extra.is_expression && extra.is_invisible && extra.unknown.is_empty());
        assert_eq!(Extra::read("STORED GENERATED").storage, Some(Storage::Stored));
        assert_eq!(Extra::read("NEW THING").unknown, ["NEW", "THING"]);
    }
}
