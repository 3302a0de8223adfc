//! What a derived [`Model`](crate::Model) consists of: declarations, in the order of the fields.
//!
//! The derive writes these calls and nothing else, so that what attributes mean stands here, where it can be read and
//! tested, and not in generated code. Names that no attribute gives are those of the convention.

mod column;
mod default;

use aludel_core::name::{self, ObjectName};
use aludel_core::schema::{
    Check, Constraint, ForeignKey, Index, IndexPart, Object as _, PrimaryKey, ReferentialAction, Table, TableOptions,
    Unique,
};
use aludel_core::script::language::TableBuilder;

pub use column::ColumnDeclaration;

use super::{ModelError, ModelTable, Place};

/// A table under way from a struct.
pub struct TableDeclaration(ModelTable);

/// An index, from attributes.
pub struct IndexDeclaration {
    /// Its name, where it isn't the conventional one.
    pub name: Option<&'static str>,
    /// The columns that it is over.
    pub columns: &'static [&'static str],
    /// An expression that it is over, after the columns.
    pub expression: Option<&'static str>,
    /// Whether no two rows may have the same.
    pub unique: bool,
    /// The rows that it holds.
    pub predicate: Option<&'static str>,
    /// Columns that it holds besides.
    pub include: &'static [&'static str],
    /// Its method.
    pub method: Option<&'static str>,
}

/// A foreign key, from attributes.
pub struct ForeignKeyDeclaration {
    /// Its name, where it isn't the conventional one.
    pub name: Option<&'static str>,
    /// The columns of its own table.
    pub columns: &'static [&'static str],
    /// The namespace of the table referred to.
    pub namespace: Option<&'static str>,
    /// The table referred to.
    pub table: &'static str,
    /// The columns referred to.
    pub referred_columns: &'static [&'static str],
    /// What happens when the row referred to goes.
    pub on_delete: ReferentialAction,
    /// What happens when its key changes.
    pub on_update: ReferentialAction,
    /// Where it stands.
    pub place: Place,
}

impl TableDeclaration {
    /// A table without columns.
    pub fn new(namespace: Option<&str>, name: &str, place: Place) -> Self {
        let table = Table::new(object_name(namespace, name));
        Self(ModelTable { place, ..ModelTable::new(table) })
    }

    /// What people are told of it.
    pub fn comment(mut self, comment: &str) -> Self {
        self.0.table.comment = Some(comment.to_owned());
        self
    }

    /// The name that it had before, in the same namespace.
    pub fn renamed_from(mut self, name: &str) -> Self {
        let namespace = self.0.table.name.namespace.clone();
        self.0.renamed_from = Some(ObjectName { namespace, name: name.to_owned() });
        self
    }

    /// One more column.
    pub fn column(mut self, declaration: ColumnDeclaration) -> Self {
        self.0.errors.extend(declaration.errors(&self.0.table));
        let ColumnDeclaration { column, renamed_from, .. } = declaration;
        self.0.renamed_columns.extend(renamed_from.map(|from| (column.name.clone(), from.to_owned())));
        self.0.table.columns.insert(column);
        self
    }

    /// The primary key.
    pub fn primary_key(self, name: Option<&str>, columns: &[&str]) -> Self {
        let name = name.map_or_else(|| name::primary_key(&self.0.table.name), str::to_owned);
        self.constraint(Constraint::PrimaryKey(PrimaryKey::new(name, columns.iter().copied())))
    }

    /// A unique constraint.
    pub fn unique(self, name: Option<&str>, columns: &[&str]) -> Self {
        let name = name.map_or_else(|| name::unique(&self.0.table.name, &owned(columns)), str::to_owned);
        self.constraint(Constraint::Unique(Unique::new(name, columns.iter().copied())))
    }

    /// An index.
    pub fn index(mut self, declaration: IndexDeclaration) -> Self {
        let IndexDeclaration { name, columns, expression, unique, predicate, include, method } = declaration;
        let name = name.map_or_else(|| name::index(&self.0.table.name, &owned(columns)), str::to_owned);
        let mut index = Index::new(name, columns.iter().copied());
        index.parts.extend(expression.map(IndexPart::expression));
        index.unique = unique;
        index.predicate = predicate.map(str::to_owned);
        index.include = owned(include);
        index.method = method.map(str::to_owned);
        if self.0.table.indexes.contains(&index.name) {
            self.twice(&format!("index \"{}\"", index.name));
        }
        self.0.table.indexes.insert(index);
        self
    }

    /// A check, which stands with the columns named.
    pub fn check(self, name: Option<&str>, columns: &[&str], expression: &str) -> Self {
        let name = name.map_or_else(|| name::check(&self.0.table.name, &owned(columns), expression), str::to_owned);
        self.constraint(Constraint::Check(Check::new(name, expression)))
    }

    /// A foreign key.
    pub fn foreign_key(mut self, declaration: ForeignKeyDeclaration) -> Self {
        let ForeignKeyDeclaration { name, columns, namespace, table, referred_columns, on_delete, on_update, place } =
            declaration;
        let referred = object_name(namespace, table);
        let name =
            name.map_or_else(|| name::foreign_key(&self.0.table.name, &owned(columns), &referred), str::to_owned);
        let columns = columns.iter().copied();
        let mut foreign_key = ForeignKey::new(name, columns, referred, referred_columns.iter().copied());
        foreign_key.on_delete = on_delete;
        foreign_key.on_update = on_update;
        self.0.references.insert(foreign_key.name.clone(), place);
        self.constraint(Constraint::ForeignKey(foreign_key))
    }

    /// What only some databases say of it.
    pub fn options(mut self, options: TableOptions) -> Self {
        self.0.table.options = options;
        self
    }

    /// What attributes cannot say.
    pub fn with(self, more: TableBuilder) -> Self {
        Self(self.0.with(more))
    }

    /// The table with what was noted on the way.
    pub fn finish(self) -> ModelTable {
        self.0
    }

    fn constraint(mut self, constraint: Constraint) -> Self {
        if self.0.table.constraints.contains(&constraint.key()) {
            let kind = constraint.kind();
            self.twice(&format!("{kind} \"{}\"", constraint.name()));
        }
        self.0.table.constraints.insert(constraint);
        self
    }

    fn twice(&mut self, what: &str) {
        let table = &self.0.table.name;
        let message = format!("\"{table}\" has the {what} twice; remove one, or give it a `name`");
        self.0.errors.push(ModelError::new(self.0.place, message));
    }
}

fn object_name(namespace: Option<&str>, name: &str) -> ObjectName {
    ObjectName { namespace: namespace.map(str::to_owned), name: name.to_owned() }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
