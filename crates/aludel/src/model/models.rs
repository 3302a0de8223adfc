//! The models of an application, collected and checked together.

use aludel_core::diff::Renames;
use std::fmt::Display;

use aludel_core::schema::{ColumnType, EnumType, Object, Objects, Schema, Sequence, Table, View};

use super::{Model, ModelError, ModelTable, ModelsError, Place, checks, references};

/// The models of an application. [`models!`](crate::models) makes it from a list of types; tables written by hand can
/// stand among them.
///
/// ```
/// use aludel::Model;
/// use aludel::schema::{Column, ColumnType, Table};
///
/// #[derive(Model)]
/// #[model(table = "roles")]
/// struct Role {
///     #[model(primary_key)]
///     id: i32,
/// }
///
/// let by_hand = Table::new("settings").column(Column::new("name", ColumnType::varchar(64)));
/// let models = aludel::models![Role].table(by_hand);
/// assert_eq!(models.schema()?.tables.len(), 2);
/// # Ok::<(), aludel::model::ModelsError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Models {
    tables: Vec<ModelTable>,
    views: Objects<View>,
    enum_types: Objects<EnumType>,
    sequences: Objects<Sequence>,
    errors: Vec<ModelError>,
}

impl Models {
    /// No models yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same models and one more.
    pub fn model<M: Model>(mut self) -> Self {
        self.tables.push(M::table());
        self
    }

    /// The same models and a table written by hand: a [`Table`], or one in the words of [`op`](crate::op).
    ///
    /// ```
    /// use aludel::op::*;
    ///
    /// let models = aludel::Models::new().table(table("settings").column(column("name").varchar(64)));
    /// assert_eq!(models.schema()?.tables.len(), 1);
    /// # Ok::<(), aludel::model::ModelsError>(())
    /// ```
    #[track_caller]
    pub fn table<T: TryInto<Table, Error: Display>>(mut self, table: T) -> Self {
        let place = Place::of_caller();
        let table = self.made(table, place).map(|table| ModelTable { place, ..ModelTable::new(table) });
        self.tables.extend(table);
        self
    }

    /// The same models and a view.
    ///
    /// ```
    /// use aludel::op::*;
    ///
    /// let models = aludel::Models::new()
    ///     .table(table("users").column(column("name").text()))
    ///     .view(view("names", "SELECT name FROM users").depends_on(["users"]));
    /// assert_eq!(models.schema()?.views.len(), 1);
    /// # Ok::<(), aludel::model::ModelsError>(())
    /// ```
    #[track_caller]
    pub fn view<T: TryInto<View, Error: Display>>(mut self, view: T) -> Self {
        let place = Place::of_caller();
        if let Some(view) = self.made(view, place) {
            let twice = self.views.insert(view);
            self.once(twice.map(|view| format!("view \"{}\"", view.name)), place);
        }
        self
    }

    /// The same models and a sequence that stands alone.
    #[track_caller]
    pub fn sequence<T: TryInto<Sequence, Error: Display>>(mut self, sequence: T) -> Self {
        let place = Place::of_caller();
        if let Some(sequence) = self.made(sequence, place) {
            let twice = self.sequences.insert(sequence);
            self.once(twice.map(|sequence| format!("sequence \"{}\"", sequence.name)), place);
        }
        self
    }

    /// The same models and an enum type, such as one that no column is of, or that has a comment.
    #[track_caller]
    pub fn enum_type<T: TryInto<EnumType, Error: Display>>(mut self, enum_type: T) -> Self {
        let place = Place::of_caller();
        if let Some(enum_type) = self.made(enum_type, place) {
            let twice = self.enum_types.insert(enum_type);
            self.once(twice.map(|enum_type| format!("enum type \"{}\"", enum_type.name)), place);
        }
        self
    }

    /// True where there is no model.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The names that tables and columns had before.
    pub fn renames(&self) -> Renames {
        let mut renames = Renames::default();
        for ModelTable { table, renamed_from, renamed_columns, .. } in &self.tables {
            if let Some(from) = renamed_from {
                renames = renames.table(from, &table.name);
            }
            for (to, from) in renamed_columns {
                renames = renames.column(&table.name, from, to);
            }
        }
        renames
    }

    /// The schema that the models describe: their tables, the enum types and namespaces that these use.
    ///
    /// # Errors
    ///
    /// Every mistake that the compiler could not see: a foreign key to what is not there or is of another type, a
    /// default that its column can't hold, two models for one table.
    pub fn schema(&self) -> Result<Schema, ModelsError> {
        let of_tables = self.tables.iter().flat_map(|model| &model.errors);
        let mut errors: Vec<ModelError> = self.errors.iter().chain(of_tables).cloned().collect();
        let schema = self.assemble(&mut errors);
        for model in &self.tables {
            errors.extend(checks::columns(model));
            errors.extend(references::check(model, &schema));
        }
        errors.extend(checks::renames(&self.tables, &schema));
        match ModelsError::of(errors) {
            Some(error) => Err(error),
            None => Ok(schema),
        }
    }

    fn assemble(&self, errors: &mut Vec<ModelError>) -> Schema {
        let mut schema = Schema {
            views: self.views.clone(),
            enum_types: self.enum_types.clone(),
            sequences: self.sequences.clone(),
            ..Schema::default()
        };
        let names = keys(&self.views).chain(keys(&self.enum_types)).chain(keys(&self.sequences));
        schema.namespaces = names.filter_map(|name| name.namespace).collect();
        for model in &self.tables {
            let name = &model.table.name;
            if schema.tables.contains(name) {
                let message =
                    format!("a second model for the table \"{name}\"; remove one, or give it another `table`");
                errors.push(ModelError::new(model.place, message));
                continue;
            }
            schema.namespaces.extend(name.namespace.clone());
            schema.tables.insert(model.table.clone());
            add_enum_types(model, &mut schema, errors);
        }
        schema
    }

    /// An object, or nothing with a note of what is wrong with it.
    fn made<T, O: TryInto<T, Error: Display>>(&mut self, object: O, place: Place) -> Option<T> {
        object.try_into().map_err(|error| self.errors.push(ModelError::new(place, error.to_string()))).ok()
    }

    /// Notes that something is there twice.
    fn once(&mut self, twice: Option<String>, place: Place) {
        let error = |twice: String| ModelError::new(place, format!("a second {twice}; remove one"));
        self.errors.extend(twice.map(error));
    }
}

fn keys<T: Object>(objects: &Objects<T>) -> impl Iterator<Item = T::Key> {
    objects.iter().map(Object::key)
}

/// Adds the enum types that the columns of a table are of. One that several columns are of has the same values in all.
fn add_enum_types(model: &ModelTable, schema: &mut Schema, errors: &mut Vec<ModelError>) {
    for column in &model.table.columns {
        let Some(enum_type) = enum_type(&column.ty) else { continue };
        schema.namespaces.extend(enum_type.name.namespace.clone());
        match schema.enum_types.get(&enum_type.name) {
            Some(known) if known.values == enum_type.values => {}
            Some(known) => {
                let EnumType { name, values, .. } = &enum_type;
                let message = format!(
                    "\"{}.{}\" is of the enum type \"{name}\" with the values {values:?}, which elsewhere has {:?}; name one of them differently",
                    model.table.name, column.name, known.values
                );
                errors.push(ModelError::new(model.place, message));
            }
            None => {
                schema.enum_types.insert(enum_type);
            }
        }
    }
}

/// The named enum type that a column is of, itself or in an array.
fn enum_type(ty: &ColumnType) -> Option<EnumType> {
    match ty {
        ColumnType::Enum { name: Some(name), values } => Some(EnumType::new(name, values)),
        ColumnType::Array { element } => enum_type(element),
        _ => None,
    }
}

/// Lists the models of an application.
///
/// The list is written out, so that a model which is not in it is seen to be missing: a registry filled behind the
/// scenes loses the models of a crate that the linker leaves out.
///
/// ```
/// # #[derive(aludel::Model)]
/// # struct Role { id: i32 }
/// # #[derive(aludel::Model)]
/// # struct User { id: i32 }
/// let models = aludel::models![Role, User];
/// assert!(!models.is_empty());
/// ```
#[macro_export]
macro_rules! models {
    ($($model:ty),* $(,)?) => {
        $crate::Models::new()$(.model::<$model>())*
    };
}
