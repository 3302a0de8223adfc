//! What is there and the schema cannot say.

use std::collections::HashMap;

use super::assemble::Names;
use super::catalog::Catalog;
use crate::dialect::NotUnderstood;
use crate::name::ObjectName;

/// What the catalogue holds that the schema cannot say.
pub(super) fn read(names: &Names<'_>, catalog: &Catalog) -> Vec<NotUnderstood> {
    let tables = catalog.tables.iter().map(|table| (table.id, names.object(&table.namespace, &table.name)));
    let tables: HashMap<i64, ObjectName> = tables.collect();
    let of_part = |table: i64, part: &str, reason: &str| {
        let (part, reason) = (Some(part.to_owned()), reason.to_owned());
        tables.get(&table).map(|object| NotUnderstood { object: object.clone(), part, reason })
    };
    let constraints = catalog.constraints.iter().filter_map(|one| {
        let includes = one.kind == "p" && one.include.is_some();
        let reason = match (one.sets_some_columns, one.is_temporal, includes) {
            (true, ..) => "deleting sets some of its columns only",
            (_, true, _) => "it is over periods of time",
            (_, _, true) => "it includes columns besides its own",
            (false, false, false) => return None,
        };
        of_part(one.table, &one.name, reason)
    });
    let indexes = catalog.indexes.iter().filter(|index| !index.valid);
    let indexes = indexes.filter_map(|one| of_part(one.table, &one.name, "it is not valid: building it failed"));
    let others = catalog.notes.iter().map(|note| NotUnderstood {
        object: names.object(&note.namespace, &note.name),
        part: note.part.clone(),
        reason: note.reason.clone(),
    });
    constraints.chain(indexes).chain(others).collect()
}
