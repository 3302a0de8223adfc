//! Namespaces, enum types, sequences and views, as `op` says it.

use super::objects::{EnumTypeBuilder, SequenceBuilder, ViewBuilder};
use super::operations::Operations;
use crate::name::ObjectName;
use crate::operation::{Operation, Recorded};

/// Namespaces.
impl Operations {
    /// Makes a namespace: what holds tables besides the default one, called a schema or a database.
    pub fn create_namespace(&mut self, name: impl Into<String>) {
        self.whole(Operation::CreateNamespace { name: name.into() });
    }

    /// Drops an empty namespace.
    pub fn drop_namespace(&mut self, name: impl Into<String>) {
        self.whole(Operation::DropNamespace { name: name.into() });
    }
}

/// Enum types.
impl Operations {
    /// Makes a named enum type: `op.create_enum(enum_type("mood", ["sad", "happy"]))`.
    pub fn create_enum(&mut self, enum_type: EnumTypeBuilder) {
        self.whole(Operation::CreateEnum { enum_type: enum_type.0 });
    }

    /// Makes the enum type of that name like this one, in every column that has it.
    pub fn alter_enum(&mut self, enum_type: EnumTypeBuilder) {
        self.record(Ok(Recorded::AlterEnum { to: enum_type.0 }));
    }

    /// Drops the enum type of that name.
    pub fn drop_enum(&mut self, name: impl Into<ObjectName>) {
        self.record(Ok(Recorded::DropEnum { name: name.into() }));
    }

    /// Gives an enum type another name.
    pub fn rename_enum(&mut self, from: impl Into<ObjectName>, to: impl Into<ObjectName>) {
        self.whole(Operation::RenameEnum { from: from.into(), to: to.into() });
    }
}

/// Sequences.
impl Operations {
    /// Makes a sequence: `op.create_sequence(sequence("ticket_numbers").start(1000))`.
    pub fn create_sequence(&mut self, sequence: SequenceBuilder) {
        let create = |sequence| Recorded::Whole(Operation::CreateSequence { sequence });
        self.record(sequence.build().map(create));
    }

    /// Makes the sequence of that name like this one.
    pub fn alter_sequence(&mut self, sequence: SequenceBuilder) {
        self.record(sequence.build().map(|to| Recorded::AlterSequence { to }));
    }

    /// Drops the sequence of that name, and where it stood.
    pub fn drop_sequence(&mut self, name: impl Into<ObjectName>) {
        self.record(Ok(Recorded::DropSequence { name: name.into() }));
    }
}

/// Views.
impl Operations {
    /// Makes a view: `op.create_view(view("active_users", "SELECT * FROM users WHERE active"))`.
    pub fn create_view(&mut self, view: ViewBuilder) {
        self.whole(Operation::CreateView { view: view.0 });
    }

    /// Makes the view of that name like this one.
    pub fn alter_view(&mut self, view: ViewBuilder) {
        self.record(Ok(Recorded::AlterView { to: view.0 }));
    }

    /// Drops the view of that name.
    pub fn drop_view(&mut self, name: impl Into<ObjectName>) {
        self.record(Ok(Recorded::DropView { name: name.into() }));
    }
}
