//! Foreign keys in a script.

use super::keys::Deferrable;
use crate::name::{self, ObjectName};
use crate::schema::{Constraint, Deferral, ForeignKey, MatchType, ReferentialAction, Validity};

/// A foreign key over columns; [`references`](ForeignKeyBuilder::references) says what it refers to. Without a name of
/// its own it is called `fk_`, the table, the columns and the table referred to.
pub fn foreign_key<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> ForeignKeyBuilder {
    let none: [String; 0] = [];
    ForeignKeyBuilder(ForeignKey::new("", columns, "", none))
}

/// What a script says of a foreign key.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.create_foreign_key("users", foreign_key(["role_id"]).references("roles", ["id"]).on_delete(SetNull));
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct ForeignKeyBuilder(ForeignKey);

impl ForeignKeyBuilder {
    /// The table and the columns referred to, as many as its own.
    pub fn references<C: Into<String>>(
        mut self,
        table: impl Into<ObjectName>,
        columns: impl IntoIterator<Item = C>,
    ) -> Self {
        self.0.referred_table = table.into();
        self.0.referred_columns = columns.into_iter().map(Into::into).collect();
        self
    }

    /// What happens when the row referred to is deleted: `SetNull`, `Cascade`, `Restrict`, `SetDefault`, or `NoAction`, which
    /// it is unless told otherwise.
    pub fn on_delete(mut self, action: ReferentialAction) -> Self {
        self.0.on_delete = action;
        self
    }

    /// What happens when the key referred to changes.
    pub fn on_update(mut self, action: ReferentialAction) -> Self {
        self.0.on_update = action;
        self
    }

    /// Its columns are all NULL or none is.
    pub fn match_full(mut self) -> Self {
        self.0.match_type = MatchType::Full;
        self
    }

    /// Those of its columns that are not NULL are checked.
    pub fn match_partial(mut self) -> Self {
        self.0.match_type = MatchType::Partial;
        self
    }

    /// Not checked for the rows that are there already (PostgreSQL `NOT VALID`).
    pub fn not_valid(mut self) -> Self {
        self.0.validity = Validity::NotValid;
        self
    }

    /// Not checked at all.
    pub fn not_enforced(mut self) -> Self {
        self.0.validity = Validity::NotEnforced;
        self
    }

    /// Its name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    pub(super) fn build(mut self, table: &ObjectName) -> Result<Constraint, String> {
        let key = &mut self.0;
        if key.columns.len() != key.referred_columns.len() {
            return Err(format!(
                "the foreign key over ({}) of table \"{table}\" refers to {} columns: say as many in `references`, as in \
                 `foreign_key([\"role_id\"]).references(\"roles\", [\"id\"])`",
                key.columns.join(", "),
                key.referred_columns.len(),
            ));
        }
        if key.name.is_empty() {
            key.name = name::foreign_key(table, &key.columns, &key.referred_table);
        }
        Ok(Constraint::ForeignKey(self.0))
    }
}

impl Deferrable for ForeignKeyBuilder {
    fn deferral_mut(&mut self) -> &mut Deferral {
        &mut self.0.deferral
    }
}
