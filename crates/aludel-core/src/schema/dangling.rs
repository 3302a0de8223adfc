//! References inside a schema that lead nowhere.

use super::{ColumnType, Constraint, Schema, Table};

impl Schema {
    /// The first reference inside of it that leads nowhere, in words: a foreign key to a table or column that is not
    /// there, an index or constraint over a missing column, a column of an unknown enum type.
    pub fn dangling(&self) -> Option<String> {
        self.tables.iter().find_map(|table| self.dangling_in(table))
    }

    fn dangling_in(&self, table: &Table) -> Option<String> {
        let name = &table.name;
        for column in &table.columns {
            if let ColumnType::Enum { name: Some(enum_type), .. } = &column.ty
                && self.enum_type(enum_type).is_none_or(|known| known.column_type() != column.ty)
            {
                return Some(format!("column {name}.{} is of enum type {enum_type}, which is not there", column.name));
            }
        }
        let parts = table.constraints.iter().map(|one| (one.name(), one.columns()));
        let mut parts = parts.chain(table.indexes.iter().map(|index| (index.name.as_str(), index.columns())));
        if let Some((part, _)) = parts.find(|(_, columns)| columns.iter().any(|one| !table.columns.contains(*one))) {
            return Some(format!("{part} of {name} is over a column that is not there"));
        }
        table.constraints.iter().find_map(|constraint| match constraint {
            Constraint::ForeignKey(key) => {
                let referred = self.table(&key.referred_table);
                let known = |column: &String| referred.is_some_and(|table| table.columns.contains(column));
                let missing = key.referred_columns.iter().any(|column| !known(column));
                (referred.is_none() || missing).then(|| format!("{} of {name} refers to what is not there", key.name))
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
        })
    }
}
