//! Folding an operation into a schema.

use super::{Operation, rename};
use crate::name::ObjectName;
use crate::schema::{ColumnType, Constraint, ConstraintKind, EnumType, Object, Objects, Schema, Table};

/// Why an operation does not fit the schema that it is applied to.
///
/// ```
/// use aludel_core::operation::{ApplyError, Operation};
/// use aludel_core::schema::{Schema, Table};
///
/// let error = Schema::default().apply(&Operation::DropTable { table: Table::new("users") });
/// assert_eq!(error, Err(ApplyError::NoSuch { what: "table".into(), name: "users".into() }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// What it changes is not there.
    #[error("there is no {what} \"{name}\"")]
    NoSuch {
        /// What it would be.
        what: String,
        /// Its name.
        name: String,
    },
    /// What it makes is there already.
    #[error("{what} \"{name}\" exists already")]
    Exists {
        /// What it is.
        what: String,
        /// Its name.
        name: String,
    },
    /// What it drops is needed by something else.
    #[error("{what} \"{name}\" is used by {user}: drop that first")]
    Used {
        /// What it is.
        what: String,
        /// Its name.
        name: String,
        /// Who needs it.
        user: String,
    },
    /// What it does to the schema is not known.
    #[error("`{operation}` may change the schema in ways that only running it shows")]
    Opaque {
        /// The operation, in words.
        operation: String,
    },
}

impl Schema {
    /// Folds an operation into this schema. After an error the schema is as it was, except for a batch.
    ///
    /// Folding `diff(a, b)` turns `a` into `b`.
    ///
    /// # Errors
    /// [`ApplyError`] where the operation does not fit, or where what it does cannot be known.
    pub fn apply(&mut self, operation: &Operation) -> Result<(), ApplyError> {
        use Operation as Op;
        match operation {
            Op::CreateNamespace { name } => {
                if !self.namespaces.insert(name.clone()) {
                    return Err(exists("namespace", name));
                }
            }
            Op::DropNamespace { name } => {
                if !self.namespaces.remove(name) {
                    return Err(no_such("namespace", name));
                }
            }
            Op::CreateTable { table } => create(&mut self.tables, "table", table)?,
            Op::DropTable { table } => self.drop_table(&table.name)?,
            Op::RenameTable { from, to } => self.rename_table(from, to)?,
            Op::AlterTableOptions { table, to, .. } => self.table_mut(table)?.options = to.clone(),
            Op::AlterTableComment { table, to, .. } => self.table_mut(table)?.comment.clone_from(to),
            Op::AddColumn { table, column } => create_in(&mut self.table_mut(table)?.columns, "column", table, column)?,
            Op::DropColumn { table, column } => self.drop_column(table, &column.name)?,
            Op::AlterColumn { table, to, .. } => replace(&mut self.table_mut(table)?.columns, "column", table, to)?,
            Op::RenameColumn { table, from, to } => self.rename_column(table, from, to)?,
            Op::CreateConstraint { table, constraint } => {
                create_in(&mut self.table_mut(table)?.constraints, &constraint.kind().to_string(), table, constraint)?;
            }
            Op::DropConstraint { table, constraint } => {
                drop_from(&mut self.table_mut(table)?.constraints, &constraint.kind().to_string(), table, constraint)?;
            }
            Op::RenameConstraint { table, kind, from, to } => self.rename_constraint(table, *kind, from, to)?,
            Op::CreateIndex { table, index } => match self.views.get_mut(table) {
                Some(view) => create_in(&mut view.indexes, "index", table, index)?,
                None => create_in(&mut self.table_mut(table)?.indexes, "index", table, index)?,
            },
            Op::DropIndex { table, index } => match self.views.get_mut(table) {
                Some(view) => drop_from(&mut view.indexes, "index", table, index)?,
                None => drop_from(&mut self.table_mut(table)?.indexes, "index", table, index)?,
            },
            Op::RenameIndex { table, from, to } => {
                let indexes = &mut self.table_mut(table)?.indexes;
                rename_part(indexes, "index", table, from, to, |index| index.name.clone_from(to))?;
            }
            Op::CreateEnum { enum_type } => create(&mut self.enum_types, "enum type", enum_type)?,
            Op::DropEnum { enum_type } => self.drop_enum(&enum_type.name)?,
            Op::AlterEnum { to, .. } => self.alter_enum(&to.name, to)?,
            Op::RenameEnum { from, to } => {
                let Some(enum_type) = self.enum_types.get(from) else { return Err(no_such("enum type", from)) };
                if self.enum_types.contains(to) {
                    return Err(exists("enum type", to));
                }
                let renamed = EnumType { name: to.clone(), ..enum_type.clone() };
                self.alter_enum(from, &renamed)?;
            }
            Op::CreateSequence { sequence } => create(&mut self.sequences, "sequence", sequence)?,
            Op::DropSequence { sequence } => drop_object(&mut self.sequences, "sequence", &sequence.name)?,
            Op::AlterSequence { to, .. } => alter(&mut self.sequences, "sequence", to)?,
            Op::CreateView { view } => create(&mut self.views, "view", view)?,
            Op::DropView { view } => drop_object(&mut self.views, "view", &view.name)?,
            Op::AlterView { to, .. } => alter(&mut self.views, "view", to)?,
            Op::Execute { changes: Some(operations), .. } | Op::Batch { operations, .. } => {
                operations.iter().try_for_each(|operation| self.apply(operation))?;
            }
            Op::Execute { changes: None, .. } => return Err(ApplyError::Opaque { operation: operation.to_string() }),
            Op::InsertRows { .. } | Op::DeleteRows { .. } | Op::FillColumn { .. } | Op::Run { .. } => {}
        }
        Ok(())
    }

    fn table_mut(&mut self, name: &ObjectName) -> Result<&mut Table, ApplyError> {
        self.tables.get_mut(name).ok_or_else(|| no_such("table", name))
    }

    fn drop_table(&mut self, name: &ObjectName) -> Result<(), ApplyError> {
        for other in self.tables.iter().filter(|table| table.name != *name) {
            if let Some(key) = other.foreign_keys().find(|key| key.referred_table == *name) {
                return Err(used("table", name, format!("foreign key \"{}\" of \"{}\"", key.name, other.name)));
            }
        }
        drop_object(&mut self.tables, "table", name)
    }

    fn rename_table(&mut self, from: &ObjectName, to: &ObjectName) -> Result<(), ApplyError> {
        if self.tables.contains(to) {
            return Err(exists("table", to));
        }
        let rename_in_itself = |table: &mut Table| {
            table.name.clone_from(to);
            rename::table_in_table(table, &from.name, &to.name);
        };
        if !self.tables.modify(from, rename_in_itself) {
            return Err(no_such("table", from));
        }
        self.views.iter_mut().for_each(|view| rename::table_in_view(view, from, to));
        for table in self.tables.iter_mut() {
            for constraint in table.constraints.iter_mut() {
                if let Constraint::ForeignKey(key) = constraint
                    && key.referred_table == *from
                {
                    key.referred_table.clone_from(to);
                }
            }
        }
        Ok(())
    }

    fn drop_column(&mut self, table: &ObjectName, column: &str) -> Result<(), ApplyError> {
        let qualified = || format!("{table}.{column}");
        let dropped_from = self.table_mut(table)?;
        if !dropped_from.columns.contains(column) {
            return Err(no_such("column", qualified()));
        }
        if let Some(constraint) = dropped_from.constraints.iter().find(|one| one.columns().contains(&column)) {
            return Err(used("column", qualified(), format!("{} \"{}\"", constraint.kind(), constraint.name())));
        }
        if let Some(index) = dropped_from.indexes.iter().find(|index| index.columns().contains(&column)) {
            return Err(used("column", qualified(), format!("index \"{}\"", index.name)));
        }
        let refers = |key: &crate::schema::ForeignKey| {
            key.referred_table == *table && key.referred_columns.iter().any(|referred| referred == column)
        };
        for other in &self.tables {
            if let Some(key) = other.foreign_keys().find(|key| refers(key)) {
                return Err(used("column", qualified(), format!("foreign key \"{}\" of \"{}\"", key.name, other.name)));
            }
        }
        self.table_mut(table)?.columns.remove(column);
        Ok(())
    }

    fn rename_column(&mut self, table: &ObjectName, from: &str, to: &str) -> Result<(), ApplyError> {
        let change = |name: &mut String| {
            if name == from {
                to.clone_into(name);
            }
        };
        let renamed_in = self.table_mut(table)?;
        rename_part(&mut renamed_in.columns, "column", table, from, to, |column| column.name = to.to_owned())?;
        renamed_in.constraints.iter_mut().flat_map(Constraint::columns_mut).for_each(change);
        renamed_in.indexes.iter_mut().flat_map(|index| index.columns_mut()).for_each(change);
        rename::column_in_table(renamed_in, from, to);
        self.views.iter_mut().for_each(|view| rename::column_in_view(view, table, from, to));
        for constraint in self.tables.iter_mut().flat_map(|table| table.constraints.iter_mut()) {
            if let Constraint::ForeignKey(key) = constraint
                && key.referred_table == *table
            {
                key.referred_columns.iter_mut().for_each(change);
            }
        }
        Ok(())
    }

    fn rename_constraint(
        &mut self,
        table: &ObjectName,
        kind: ConstraintKind,
        from: &str,
        to: &str,
    ) -> Result<(), ApplyError> {
        let (before, after) = (Constraint::key_of(kind, from), Constraint::key_of(kind, to));
        let constraints = &mut self.table_mut(table)?.constraints;
        if before != after && constraints.contains(&after) {
            return Err(exists(&kind.to_string(), format!("{table}.{to}")));
        }
        let renamed = constraints.modify(&before, |constraint| *constraint = constraint.clone().renamed(to));
        if renamed { Ok(()) } else { Err(no_such(&kind.to_string(), format!("{table}.{from}"))) }
    }

    fn drop_enum(&mut self, name: &ObjectName) -> Result<(), ApplyError> {
        for table in &self.tables {
            if let Some(column) = table.columns.iter().find(|column| column.ty.enum_name() == Some(name)) {
                return Err(used("enum type", name, format!("column \"{}.{}\"", table.name, column.name)));
            }
        }
        drop_object(&mut self.enum_types, "enum type", name)
    }

    /// Puts another enum type in the place of one, in the columns too.
    fn alter_enum(&mut self, name: &ObjectName, to: &EnumType) -> Result<(), ApplyError> {
        if !self.enum_types.modify(name, |enum_type| enum_type.clone_from(to)) {
            return Err(no_such("enum type", name));
        }
        for column in self.tables.iter_mut().flat_map(|table| table.columns.iter_mut()) {
            replace_enum(&mut column.ty, name, to);
        }
        Ok(())
    }
}

fn replace_enum(ty: &mut ColumnType, name: &ObjectName, to: &EnumType) {
    match ty {
        ColumnType::Array { element } => replace_enum(element, name, to),
        ColumnType::Enum { name: Some(own), .. } if own == name => *ty = to.column_type(),
        _ => {}
    }
}

fn create<T: Object<Key = ObjectName> + Clone>(all: &mut Objects<T>, what: &str, one: &T) -> Result<(), ApplyError> {
    if all.contains(&one.key()) {
        return Err(exists(what, one.key()));
    }
    all.insert(one.clone());
    Ok(())
}

fn alter<T: Object<Key = ObjectName> + Clone>(all: &mut Objects<T>, what: &str, to: &T) -> Result<(), ApplyError> {
    let altered = all.modify(&to.key(), |one| one.clone_from(to));
    if altered { Ok(()) } else { Err(no_such(what, to.key())) }
}

fn drop_object<T: Object<Key = ObjectName>>(
    all: &mut Objects<T>,
    what: &str,
    name: &ObjectName,
) -> Result<(), ApplyError> {
    all.remove(name).map(drop).ok_or_else(|| no_such(what, name))
}

fn create_in<T: Part + Clone>(all: &mut Objects<T>, what: &str, table: &ObjectName, one: &T) -> Result<(), ApplyError> {
    if all.contains(&one.key()) {
        return Err(exists(what, format!("{table}.{}", one.part_name())));
    }
    all.insert(one.clone());
    Ok(())
}

fn replace<T: Part + Clone>(all: &mut Objects<T>, what: &str, table: &ObjectName, to: &T) -> Result<(), ApplyError> {
    let replaced = all.modify(&to.key(), |one| one.clone_from(to));
    if replaced { Ok(()) } else { Err(no_such(what, format!("{table}.{}", to.part_name()))) }
}

fn drop_from<T: Part>(all: &mut Objects<T>, what: &str, table: &ObjectName, one: &T) -> Result<(), ApplyError> {
    all.remove(&one.key()).map(drop).ok_or_else(|| no_such(what, format!("{table}.{}", one.part_name())))
}

fn rename_part<T: Object<Key = String>>(
    all: &mut Objects<T>,
    what: &str,
    table: &ObjectName,
    from: &str,
    to: &str,
    change: impl FnOnce(&mut T),
) -> Result<(), ApplyError> {
    if all.contains(to) {
        return Err(exists(what, format!("{table}.{to}")));
    }
    let renamed = all.modify(from, change);
    if renamed { Ok(()) } else { Err(no_such(what, format!("{table}.{from}"))) }
}

/// Something that belongs to a table and has a name there.
trait Part: Object {
    fn part_name(&self) -> &str;
}

impl Part for crate::schema::Column {
    fn part_name(&self) -> &str {
        &self.name
    }
}

impl Part for crate::schema::Index {
    fn part_name(&self) -> &str {
        &self.name
    }
}

impl Part for Constraint {
    fn part_name(&self) -> &str {
        self.name()
    }
}

fn no_such(what: &str, name: impl ToString) -> ApplyError {
    ApplyError::NoSuch { what: what.to_owned(), name: name.to_string() }
}

fn exists(what: &str, name: impl ToString) -> ApplyError {
    ApplyError::Exists { what: what.to_owned(), name: name.to_string() }
}

fn used(what: &str, name: impl ToString, user: String) -> ApplyError {
    ApplyError::Used { what: what.to_owned(), name: name.to_string(), user }
}
