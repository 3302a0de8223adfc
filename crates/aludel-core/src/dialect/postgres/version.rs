//! What only some versions can do.

use super::Postgres;
use crate::dialect::Version;

impl Postgres {
    /// `UNIQUE NULLS NOT DISTINCT`, for constraints and indexes.
    pub(super) fn has_nulls_not_distinct(self) -> bool {
        self.version >= Version(15, 0, 0)
    }

    /// `ALTER COLUMN … SET EXPRESSION`.
    pub(super) fn can_change_expressions(self) -> bool {
        self.version >= Version(17, 0, 0)
    }

    /// Generated columns that are computed when read.
    pub(super) fn has_virtual_columns(self) -> bool {
        self.version >= Version(18, 0, 0)
    }

    /// Foreign keys and checks that are `NOT ENFORCED`.
    pub(super) fn has_not_enforced(self) -> bool {
        self.version >= Version(18, 0, 0)
    }

    /// `ON DELETE SET NULL (column)`.
    pub(super) fn sets_some_columns(self) -> bool {
        self.version >= Version(15, 0, 0)
    }

    /// Keys over periods of time.
    pub(super) fn has_temporal_constraints(self) -> bool {
        self.version >= Version(18, 0, 0)
    }
}
