//! Whether the names in models make sense together: columns that are there, no name for two things.

use std::collections::BTreeMap;

use aludel_core::schema::{ConstraintKind, Schema};

use super::nearest::suggestion;
use super::{ModelError, ModelTable};

/// The columns that constraints and indexes name are those of the table, and there is at least one.
pub(super) fn columns(model: &ModelTable) -> Vec<ModelError> {
    let table = &model.table;
    let error = |message: String| ModelError::new(model.place, message);
    if table.columns.is_empty() {
        return vec![error(format!("the table \"{}\" has no columns; add one", table.name))];
    }
    let constraints = table
        .constraints
        .iter()
        .map(|constraint| (constraint.kind().to_string(), constraint.name(), constraint.columns()));
    let indexes = table.indexes.iter().map(|index| (String::from("index"), index.name.as_str(), index.columns()));
    let missing = |(kind, name, columns): (String, &str, Vec<&str>)| {
        let missing = columns.into_iter().find(|column| !table.columns.contains(*column))?;
        let suggestion = suggestion(missing, table.columns.iter().map(|column| column.name.clone()));
        Some(error(format!(
            "the {kind} \"{name}\" is over \"{missing}\", but \"{}\" has no such column{suggestion}",
            table.name
        )))
    };
    constraints.chain(indexes).filter_map(missing).collect()
}

/// The names of indexes and constraints, but for primary keys, are each for one thing: databases keep those of a whole
/// namespace in one list, each another part of them.
pub(super) fn names(models: &[ModelTable]) -> Vec<ModelError> {
    let mut errors = Vec::new();
    let mut taken = BTreeMap::new();
    for model in models {
        let table = &model.table;
        let constraints = table.constraints.iter().filter(|constraint| constraint.kind() != ConstraintKind::PrimaryKey);
        let constraints = constraints.map(|constraint| (constraint.kind().to_string(), constraint.name()));
        let indexes = table.indexes.iter().map(|index| (String::from("index"), index.name.as_str()));
        for (kind, name) in constraints.chain(indexes) {
            let here = format!("the {kind} of \"{}\"", table.name);
            if let Some(before) = taken.insert((&table.name.namespace, name), here.clone()) {
                let message = format!("\"{name}\" is the name of {before} and of {here}; give one a `name`");
                errors.push(ModelError::new(model.place, message));
            }
        }
    }
    errors
}

/// A table that was renamed is not there under the name it had.
pub(super) fn renames(models: &[ModelTable], schema: &Schema) -> Vec<ModelError> {
    let error = |model: &ModelTable| {
        let (table, from) = (&model.table.name, model.renamed_from.as_ref()?);
        schema.table(from)?;
        let message = format!("\"{table}\" is renamed from \"{from}\", which is still there; remove one of them");
        Some(ModelError::new(model.place, message))
    };
    models.iter().filter_map(error).collect()
}
