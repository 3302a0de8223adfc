//! Tables and their options.

use super::{InspectError, Reading, filled, object_of, required};
use crate::connection::Row;
use crate::dialect::mysql::charset::charset_of;
use crate::name::ObjectName;
use crate::schema::{Table, TableOptions};

impl Reading<'_> {
    pub(super) fn read_tables(&mut self, rows: &[Row]) -> Result<(), InspectError> {
        for row in rows {
            let Some(name) = object_of(row) else { continue };
            match required(row, 2, "information_schema.tables.table_type")? {
                "BASE TABLE" => self.read_table(name, row),
                "SYSTEM VERSIONED" => {
                    self.note(&name, None, "it keeps the history of its rows (WITH SYSTEM VERSIONING)");
                    self.read_table(name, row);
                }
                "SEQUENCE" => self.sequences.push((name, filled(row, 6).map(str::to_owned))),
                "VIEW" | "SYSTEM VIEW" | "TEMPORARY" | "TEMPORARY SEQUENCE" => {}
                other => {
                    let place = "information_schema.tables.table_type".to_owned();
                    return Err(InspectError::Unknown { place, value: other.to_owned() });
                }
            }
        }
        Ok(())
    }

    fn read_table(&mut self, name: ObjectName, row: &Row) {
        let mut table = Table::new(name.clone());
        table.comment = filled(row, 6).map(str::to_owned);
        table.options.engine =
            filled(row, 3).filter(|engine| !engine.eq_ignore_ascii_case("innodb")).map(str::to_owned);
        if let Some(collation) = filled(row, 4) {
            let database = self.collations.iter().find(|(namespace, _)| *namespace == name.namespace);
            let database = database.map(|(_, collation)| collation.as_str()).unwrap_or_default();
            (table.options.charset, table.options.collation) = apart(collation, database);
            self.table_collations.insert(name.clone(), collation.to_owned());
        }
        self.read_options(&name, filled(row, 5).unwrap_or_default(), &mut table.options);
        self.inspection.schema.tables.insert(table);
    }

    fn read_options(&mut self, name: &ObjectName, told: &str, options: &mut TableOptions) {
        for option in told.split_whitespace() {
            match option.to_ascii_lowercase().split_once('=') {
                Some(("row_format", format)) => options.row_format = Some(format.to_owned()),
                None if option == "partitioned" => self.note(name, None, "it is partitioned"),
                _ => self.note(name, None, format!("it has the option `{option}`")),
            }
        }
    }

    pub(super) fn note_triggers(&mut self, rows: &[Row]) {
        for row in rows {
            if let Some((name, trigger)) = object_of(row).zip(row.text(2)) {
                self.note(&name, Some(trigger), "it is a trigger");
            }
        }
    }
}

/// The character set and the collation to say, where they are not those of what stands around.
pub(super) fn apart(own: &str, outer: &str) -> (Option<String>, Option<String>) {
    if own == outer {
        return (None, None);
    }
    let charset = charset_of(own);
    ((charset != charset_of(outer)).then(|| charset.to_owned()), Some(own.to_owned()))
}
