//! Asks for defaults again that the catalogue does not tell whole: bytes, which MySQL cuts at the first zero, and text with
//! characters that the catalogue shows as question marks.

use super::{InspectError, Reading};
use crate::connection::{DriverError, DriverErrorKind, Row};
use crate::dialect::mysql::{MySql, expression, types};
use crate::dialect::{Dialect, SqlWriter};
use crate::name::ObjectName;
use crate::schema::{Column, ColumnType, DefaultValue, Literal};

/// A column whose default is asked for again.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    table: ObjectName,
    column: String,
    is_text: bool,
}

impl Probe {
    /// The probe of a column whose default the catalogue told so; `None` where that is the whole of it.
    pub(super) fn of(table: &ObjectName, column: &Column, told: &str) -> Option<Self> {
        if !matches!(column.default, Some(DefaultValue::Literal(Literal::Text(_) | Literal::Bytes(_)))) {
            return None;
        }
        let is_text = types::is_text(&column.ty);
        let is_bytes =
            matches!(column.ty, ColumnType::Binary { .. } | ColumnType::Varbinary { .. } | ColumnType::Blob { .. });
        let is_doubtful = is_bytes || is_text && told.contains(['?', '\\']);
        is_doubtful.then(|| Self { table: table.clone(), column: column.name.clone(), is_text })
    }

    /// A query of one row. `DEFAULT(column)` is the value for any row of the table; where the table is empty, each server
    /// needs its own way to still evaluate it, and in neither is a table with rows read through.
    fn query(&self, dialect: &MySql, place: usize) -> String {
        let sql = dialect.sql().keyword("SELECT").literal(&Literal::number(place)).tight(", COALESCE(");
        let sql = self.value(sql.tight("(SELECT ")).keyword("FROM").name(&self.table).keyword("AS t LIMIT 1), (SELECT");
        let sql = self.value(sql).keyword("FROM");
        let sql = if dialect.is_mariadb() {
            let sql = sql.keyword("(SELECT 1) AS one LEFT JOIN (SELECT").ident(&self.column).keyword("FROM");
            sql.name(&self.table).keyword("LIMIT 0) AS t ON TRUE")
        } else {
            sql.name(&self.table).keyword("AS t HAVING COUNT(*) >= 0")
        };
        sql.tight("))").finish()
    }

    fn value(&self, sql: SqlWriter) -> SqlWriter {
        if self.is_text {
            sql.keyword("HEX(CONVERT(DEFAULT(t.").ident(&self.column).tight(") USING utf8mb4))")
        } else {
            sql.keyword("HEX(DEFAULT(t.").ident(&self.column).tight("))")
        }
    }
}

impl Reading<'_> {
    /// The query for all doubtful defaults; `None` where there are none.
    pub(super) fn probes_query(&self) -> Option<String> {
        let dialect = self.dialect;
        let queries: Vec<String> =
            self.probes.iter().enumerate().map(|(place, probe)| probe.query(dialect, place)).collect();
        (!queries.is_empty()).then(|| queries.join("\nUNION ALL "))
    }

    /// Takes the answers over. An account that may not read the tables gets the defaults as the catalogue told them, and
    /// a note.
    pub(super) fn read_probes(&mut self, answer: Result<&[Row], &DriverError>) -> Result<(), InspectError> {
        let rows = match answer {
            Ok(rows) => rows,
            Err(error) if matches!(error.kind, DriverErrorKind::Denied | DriverErrorKind::Statement) => {
                for probe in std::mem::take(&mut self.probes) {
                    self.note_unknown(&probe, &error.to_string());
                }
                return Ok(());
            }
            Err(error) => return Err(error.clone().into()),
        };
        for row in rows {
            let place = row.integer(0).and_then(|place| usize::try_from(place).ok());
            let Some(probe) = place.and_then(|place| self.probes.get(place).cloned()) else { continue };
            let Some(bytes) = row.text(1).and_then(expression::bytes_of) else {
                self.note_unknown(&probe, "the server does not tell");
                continue;
            };
            let table = self.inspection.schema.tables.get_mut(&probe.table);
            if let Some(column) = table.and_then(|table| table.columns.get_mut(probe.column.as_str())) {
                let literal = match String::from_utf8(bytes) {
                    Ok(text) if probe.is_text => Literal::Text(text),
                    Ok(text) => Literal::Bytes(text.into_bytes()),
                    Err(error) => Literal::Bytes(error.into_bytes()),
                };
                column.default = Some(DefaultValue::Literal(literal));
            }
        }
        Ok(())
    }

    fn note_unknown(&mut self, probe: &Probe, why: &str) {
        self.note(&probe.table, Some(&probe.column), format!("its default cannot be read whole: {why}"));
    }
}
