//! Whether the names in models make sense together: columns that are there, tables that are gone.

use aludel_core::schema::Schema;

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
