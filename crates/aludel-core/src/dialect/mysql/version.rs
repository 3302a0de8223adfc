//! Where the two servers and their versions differ: named predicates, so that the rest of the folder asks facts.

use super::{Flavour, MySql};
use crate::dialect::Version;

impl MySql {
    /// MariaDB, of whatever version.
    pub(super) fn is_mariadb(&self) -> bool {
        self.flavour == Flavour::MariaDb
    }

    /// Checks are kept and enforced; MySQL read and forgot them before 8.0.16.
    pub(super) fn has_checks(&self) -> bool {
        self.is_mariadb() || self.version >= Version(8, 0, 16)
    }

    /// Checks can be switched off (`NOT ENFORCED`).
    pub(super) fn has_unenforced_checks(&self) -> bool {
        !self.is_mariadb() && self.has_checks()
    }

    /// Defaults may be expressions; MySQL took none before 8.0.13.
    pub(super) fn has_expression_defaults(&self) -> bool {
        self.is_mariadb() || self.version >= Version(8, 0, 13)
    }

    /// Text, blobs and JSON may have a literal default without parentheses.
    pub(super) fn has_literal_lob_defaults(&self) -> bool {
        self.is_mariadb()
    }

    /// Indexes may be over expressions.
    pub(super) fn has_functional_indexes(&self) -> bool {
        !self.is_mariadb() && self.version >= Version(8, 0, 13)
    }

    /// Indexes run from high to low where they are told to; elsewhere `DESC` is read and forgotten.
    pub(super) fn has_descending_indexes(&self) -> bool {
        !self.is_mariadb() || self.version >= Version(10, 8, 0)
    }

    /// Columns may be left out of `SELECT *`.
    pub(super) fn has_invisible_columns(&self) -> bool {
        self.is_mariadb() || self.version >= Version(8, 0, 23)
    }

    /// There are sequences.
    pub(super) fn has_sequences(&self) -> bool {
        self.is_mariadb()
    }

    /// A check written with a column belongs to the column and has its name; only `MODIFY COLUMN` changes it.
    pub(super) fn has_column_checks(&self) -> bool {
        self.is_mariadb()
    }

    /// Generated columns may be NOT NULL.
    pub(super) fn has_generated_not_null(&self) -> bool {
        !self.is_mariadb()
    }

    /// Expressions in the catalogue are escaped as if they stood in a string, and their strings misread as Latin-1.
    pub(super) fn escapes_catalogue_expressions(&self) -> bool {
        !self.is_mariadb()
    }

    /// A TIMESTAMP has no default that nobody asked for, unless a session is set otherwise.
    pub(super) fn has_explicit_timestamps(&self) -> bool {
        !self.is_mariadb() || self.version >= Version(10, 10, 0)
    }

    /// The collation of `utf8mb4` where nobody names one.
    pub(super) fn utf8mb4_collation(&self) -> &'static str {
        match self.flavour {
            Flavour::MySql => "utf8mb4_0900_ai_ci",
            Flavour::MariaDb if self.version >= Version(11, 5, 0) => "utf8mb4_uca1400_ai_ci",
            Flavour::MariaDb => "utf8mb4_general_ci",
        }
    }
}
