//! One name for two things: databases keep the names of some parts of tables in one list for a whole namespace.

use std::collections::BTreeMap;

use super::Dialect;
use crate::schema::{Constraint, ConstraintKind, Schema, Table};

/// A part of a table that has a name.
///
/// ```
/// use aludel_core::dialect::{self, NamedPart};
///
/// let dialect = dialect::by_name("postgres").expect("it is one of them");
/// assert!(dialect.name_list(NamedPart::Index).is_some());
/// assert_eq!(dialect.name_list(NamedPart::Check), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedPart {
    /// An index.
    Index,
    /// A unique constraint.
    Unique,
    /// A foreign key.
    ForeignKey,
    /// A check.
    Check,
    /// An exclusion constraint.
    Exclude,
}

/// Two parts of a schema with one name, which the dialect does not allow, in words.
pub fn clash(dialect: &dyn Dialect, schema: &Schema) -> Option<String> {
    let mut taken: BTreeMap<_, String> = BTreeMap::new();
    for table in &schema.tables {
        for (part, kind, name) in parts(table) {
            let Some(list) = dialect.name_list(part) else { continue };
            let here = format!("the {kind} of \"{}\"", table.name);
            if let Some(before) = taken.insert((&table.name.namespace, list, name), here.clone()) {
                return Some(format!("\"{name}\" is the name of {before} and of {here}"));
            }
        }
    }
    None
}

/// The parts of a table whose names may stand in such a list, each with what it is called.
fn parts(table: &Table) -> impl Iterator<Item = (NamedPart, String, &str)> {
    let constraint = |constraint: &'_ Constraint| {
        Some(match constraint.kind() {
            ConstraintKind::PrimaryKey => return None,
            ConstraintKind::Unique => NamedPart::Unique,
            ConstraintKind::ForeignKey => NamedPart::ForeignKey,
            ConstraintKind::Check => NamedPart::Check,
            ConstraintKind::Exclude => NamedPart::Exclude,
        })
    };
    let constraints =
        table.constraints.iter().filter_map(move |one| Some((constraint(one)?, one.kind().to_string(), one.name())));
    constraints.chain(table.indexes.iter().map(|index| (NamedPart::Index, "index".to_owned(), index.name.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::by_name;
    use crate::schema::{Check, Column, ColumnType, ForeignKey, Index};

    fn twice(build: impl Fn(Table) -> Table) -> Schema {
        let table = |name: &str| build(Table::new(name).column(Column::new("a", ColumnType::integer())));
        Schema { tables: [table("one"), table("two")].into_iter().collect(), ..Schema::default() }
    }

    fn refusing(schema: &Schema) -> Vec<&'static str> {
        let refuses = |name: &&str| clash(&*by_name(name).expect("it is one of them"), schema).is_some();
        crate::dialect::NAMES.into_iter().filter(refuses).collect()
    }

    #[test]
    fn each_database_has_lists_of_its_own() {
        let indexes = twice(|table| table.index(Index::new("x", ["a"])));
        assert_eq!(refusing(&indexes), ["sqlite", "postgres"]);
        let keys = twice(|table| table.constraint(Constraint::ForeignKey(ForeignKey::new("x", ["a"], "one", ["a"]))));
        assert_eq!(refusing(&keys), ["mysql", "mariadb"]);
        let checks = twice(|table| table.constraint(Constraint::Check(Check::new("x", "a > 0"))));
        assert_eq!(refusing(&checks), ["mysql"]);
        let postgres = by_name("postgres").expect("it is one of them");
        let said = "\"x\" is the name of the index of \"one\" and of the index of \"two\"";
        assert_eq!(clash(&*postgres, &indexes).as_deref(), Some(said));
    }
}
