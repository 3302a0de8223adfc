//! Columns in a script.

use super::numbers::IdentityBuilder;
use super::types::Typed;
use crate::operation::ColumnSpec;
use crate::schema::{ColumnType, DefaultValue, Generation, Literal, Storage};

/// A column: of a new table, of `add_column` and of `alter_column`.
///
/// A new column needs a type and is NOT NULL unless `nullable()` is said. Of a column that is altered, what is not said
/// stays as it is: `op.alter_column("users", column("email").nullable())` changes that alone.
pub fn column(name: impl Into<String>) -> ColumnBuilder {
    ColumnBuilder { spec: ColumnSpec::new(name), mistake: None }
}

/// What a script says of a column; its type is said with [`Typed`].
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.add_column("users", column("active").boolean().default(true));
/// op.add_column("users", column("created_at").timestamp().default_expr("CURRENT_TIMESTAMP"));
/// op.add_column("users", column("bio").text().nullable().comment("shown on the profile"));
/// op.alter_column("users", column("bio").not_null().no_comment());
/// assert_eq!(op.finish().recorded.len(), 4);
/// ```
#[derive(Clone, Debug)]
pub struct ColumnBuilder {
    spec: ColumnSpec,
    mistake: Option<String>,
}

impl ColumnBuilder {
    /// May be NULL.
    pub fn nullable(mut self) -> Self {
        self.spec.nullable = Some(true);
        self
    }

    /// May not be NULL; what a new column is unless told otherwise.
    pub fn not_null(mut self) -> Self {
        self.spec.nullable = Some(false);
        self
    }

    /// The value of a row that gives none: `default(true)`, `default(0)`, `default("draft")`.
    pub fn default(self, value: impl Into<Literal>) -> Self {
        self.with_default(Some(DefaultValue::Literal(value.into())))
    }

    /// SQL for the value of a row that gives none: `default_expr("CURRENT_TIMESTAMP")`.
    pub fn default_expr(self, sql: impl Into<String>) -> Self {
        self.with_default(Some(DefaultValue::Expression(sql.into())))
    }

    /// Takes the default away.
    pub fn no_default(self) -> Self {
        self.with_default(None)
    }

    /// Numbered by the database, in the way that is its own.
    pub fn auto_increment(self) -> Self {
        self.with_generation(Some(Generation::AutoIncrement))
    }

    /// Numbered from a sequence that the column owns (PostgreSQL `serial`).
    pub fn serial(self) -> Self {
        self.with_generation(Some(Generation::Serial))
    }

    /// Numbered as the SQL standard says it: `identity(identity())`, `identity(identity().always().start(1000))`.
    pub fn identity(self, identity: IdentityBuilder) -> Self {
        self.with_generation(Some(Generation::Identity(identity.0)))
    }

    /// Computed from other columns when the row is written, and kept: `generated_stored("price * amount")`.
    pub fn generated_stored(self, sql: impl Into<String>) -> Self {
        self.with_generation(Some(Generation::Expression { sql: sql.into(), storage: Storage::Stored }))
    }

    /// Computed from other columns when the row is read.
    pub fn generated_virtual(self, sql: impl Into<String>) -> Self {
        self.with_generation(Some(Generation::Expression { sql: sql.into(), storage: Storage::Virtual }))
    }

    /// No longer numbered or computed by the database.
    pub fn not_generated(self) -> Self {
        self.with_generation(None)
    }

    /// SQL for the value that each change of the row sets (MySQL `ON UPDATE CURRENT_TIMESTAMP`).
    pub fn on_update(mut self, sql: impl Into<String>) -> Self {
        self.spec.on_update = Some(Some(sql.into()));
        self
    }

    /// Takes `on_update` away.
    pub fn no_on_update(mut self) -> Self {
        self.spec.on_update = Some(None);
        self
    }

    /// The character set (MySQL, MariaDB).
    pub fn charset(mut self, charset: impl Into<String>) -> Self {
        self.spec.charset = Some(Some(charset.into()));
        self
    }

    /// The character set of the table.
    pub fn no_charset(mut self) -> Self {
        self.spec.charset = Some(None);
        self
    }

    /// The collation.
    pub fn collation(mut self, collation: impl Into<String>) -> Self {
        self.spec.collation = Some(Some(collation.into()));
        self
    }

    /// The usual collation.
    pub fn no_collation(mut self) -> Self {
        self.spec.collation = Some(None);
        self
    }

    /// Left out by `SELECT *` (MySQL, MariaDB).
    pub fn invisible(mut self) -> Self {
        self.spec.invisible = Some(true);
        self
    }

    /// Returned by `SELECT *`; what a new column is unless told otherwise.
    pub fn visible(mut self) -> Self {
        self.spec.invisible = Some(false);
        self
    }

    /// What people are told of it.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.spec.comment = Some(Some(comment.into()));
        self
    }

    /// Takes the comment away.
    pub fn no_comment(mut self) -> Self {
        self.spec.comment = Some(None);
        self
    }

    fn with_default(mut self, default: Option<DefaultValue>) -> Self {
        self.spec.default = Some(default);
        self
    }

    fn with_generation(mut self, generation: Option<Generation>) -> Self {
        self.spec.generation = Some(generation);
        self
    }

    pub(super) fn build(self) -> Result<ColumnSpec, String> {
        match self.mistake {
            Some(mistake) => Err(format!("column \"{}\": {mistake}", self.spec.name)),
            None => Ok(self.spec),
        }
    }
}

impl Typed for ColumnBuilder {
    fn type_mut(&mut self) -> &mut Option<ColumnType> {
        &mut self.spec.ty
    }

    fn mistake(mut self, reason: &str) -> Self {
        self.mistake.get_or_insert_with(|| reason.to_owned());
        self
    }
}
