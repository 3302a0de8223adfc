//! Indexes and primary keys.

use super::{InspectError, Reading, filled, object_of, required};
use crate::connection::Row;
use crate::dialect::mysql::index::Method;
use crate::name::{self, ObjectName};
use crate::schema::{Constraint, Index, IndexPart, PrimaryKey, SortOrder};

impl Reading<'_> {
    pub(super) fn read_indexes(&mut self, rows: &[Row]) -> Result<(), InspectError> {
        for rows in rows.chunk_by(|one, next| one.0.get(..3) == next.0.get(..3)) {
            let Some(first) = rows.first() else { continue };
            let Some(table) = object_of(first).filter(|table| self.inspection.schema.table(table).is_some()) else {
                continue;
            };
            let usual = self.table_of(first).map_or(Method::BTree, |table| Method::usual(table));
            let index = self.read_index(usual, first, rows)?;
            if index.name == "PRIMARY" {
                self.read_primary_key(&table, &index);
            } else {
                for part in &index.parts {
                    if part.target.column().is_none() {
                        self.note_lost_characters(&table, Some(&index.name), &format!("{:?}", part.target));
                    }
                }
                self.table_of(first).into_iter().for_each(|table| drop(table.indexes.insert(index.clone())));
            }
        }
        Ok(())
    }

    /// An index in a table whose engine makes one like `usual` where no more is said.
    fn read_index(&self, usual: Method, first: &Row, rows: &[Row]) -> Result<Index, InspectError> {
        let name = required(first, 2, "information_schema.statistics.index_name")?;
        let mut index = Index::new(name, [] as [&str; 0]);
        index.unique = first.integer(3) == Some(0);
        index.method = match required(first, 7, "information_schema.statistics.index_type")? {
            "BTREE" if usual == Method::BTree => None,
            "HASH" if usual == Method::Hash => None,
            "FULLTEXT" => Some("fulltext".to_owned()),
            "SPATIAL" => Some("spatial".to_owned()),
            other => Some(other.to_ascii_lowercase()),
        };
        index.comment = filled(first, 8).map(str::to_owned);
        index.invisible = first.boolean(9) == Some(true);
        // A spatial index tells the size of its entries where others tell a prefix.
        let has_prefixes = !matches!(index.method.as_deref(), Some("fulltext" | "spatial"));
        for row in rows {
            index.parts.push(self.read_part(row, has_prefixes)?);
        }
        Ok(index)
    }

    fn read_part(&self, row: &Row, has_prefixes: bool) -> Result<IndexPart, InspectError> {
        let mut part = match (row.text(4), row.text(10)) {
            (Some(column), _) => IndexPart::column(column),
            (None, Some(told)) => IndexPart::expression(self.expression(told)),
            (None, None) => {
                return Err(InspectError::Unknown {
                    place: "information_schema.statistics.column_name".to_owned(),
                    value: "NULL".to_owned(),
                });
            }
        };
        if row.text(5) == Some("D") {
            part.order = SortOrder::Descending;
        }
        part.prefix_length = row.integer(6).and_then(|length| length.try_into().ok()).filter(|_| has_prefixes);
        Ok(part)
    }

    fn read_primary_key(&mut self, table: &ObjectName, index: &Index) {
        if index.parts.iter().any(|part| part.order == SortOrder::Descending) {
            self.note(table, Some("PRIMARY"), "the primary key runs downwards");
        }
        let beginnings = index.parts.iter().filter_map(|part| part.target.column().zip(part.prefix_length));
        let whole = PrimaryKey::new(name::primary_key(table), index.columns());
        let key = Constraint::PrimaryKey(beginnings.fold(whole, |key, (column, length)| key.prefix(column, length)));
        self.inspection
            .schema
            .tables
            .get_mut(table)
            .into_iter()
            .for_each(|table| drop(table.constraints.insert(key.clone())));
    }
}
