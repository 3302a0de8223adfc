//! Columns: type, nullability, default, and where their values come from.

use serde::{Deserialize, Serialize};

use super::{ColumnType, Object, SequenceOptions};

/// One column of a table.
///
/// ```
/// use aludel_core::schema::{Column, ColumnType, Literal};
///
/// let column = Column::new("active", ColumnType::Boolean).default_value(Literal::Boolean(true));
/// assert!(!column.nullable);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: ColumnType,
    /// True where it may be NULL.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// The value of a row that gives none. `DEFAULT NULL` is no default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultValue>,
    /// Where the values come from, if the database makes them itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<Generation>,
    /// The value that each change of the row sets (MySQL `ON UPDATE CURRENT_TIMESTAMP`), as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_update: Option<String>,
    /// The character set; `None` is the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
    /// The collation; `None` is the character set's, or the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// True where `SELECT *` leaves it out (MySQL, MariaDB).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invisible: bool,
    /// What people are told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Column {
    /// A NOT NULL column without a default.
    pub fn new(name: impl Into<String>, ty: ColumnType) -> Self {
        Self {
            name: name.into(),
            ty,
            nullable: false,
            default: None,
            generation: None,
            on_update: None,
            charset: None,
            collation: None,
            invisible: false,
            comment: None,
        }
    }

    /// The same column, nullable.
    pub fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// The same column with a literal default.
    pub fn default_value(self, literal: Literal) -> Self {
        Self { default: Some(DefaultValue::Literal(literal)), ..self }
    }

    /// The same column with an expression as its default.
    pub fn default_expr(self, sql: impl Into<String>) -> Self {
        Self { default: Some(DefaultValue::Expression(sql.into())), ..self }
    }

    /// The same column, numbered by the database.
    pub fn auto_increment(self) -> Self {
        Self { generation: Some(Generation::AutoIncrement), ..self }
    }

    /// The same column with a comment.
    pub fn comment(self, comment: impl Into<String>) -> Self {
        Self { comment: Some(comment.into()), ..self }
    }

    /// The collation for a database without character sets: one that goes with a character set means nothing there.
    pub fn plain_collation(&self) -> Option<&str> {
        self.collation.as_deref().filter(|_| self.charset.is_none())
    }

    /// True where the database numbers the rows itself.
    pub fn is_auto_increment(&self) -> bool {
        match self.generation {
            Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)) => true,
            Some(Generation::Expression { .. }) | None => false,
        }
    }
}

impl Object for Column {
    type Key = String;

    fn key(&self) -> String {
        self.name.clone()
    }
}

/// The default of a column.
///
/// ```
/// use aludel_core::schema::{DefaultValue, Literal};
///
/// let default = DefaultValue::Literal(Literal::text("draft"));
/// assert_ne!(default, DefaultValue::Expression("'draft'".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefaultValue {
    /// A value, which each dialect writes in its own way.
    Literal(Literal),
    /// SQL, as it was written.
    Expression(String),
}

/// A value that can be written into SQL.
///
/// ```
/// use aludel_core::schema::Literal;
///
/// assert_eq!(Literal::number(7), Literal::Number("7".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Literal {
    /// NULL.
    Null,
    /// True or false.
    Boolean(bool),
    /// A number in plain decimal writing: digits, an optional sign, point and exponent.
    Number(String),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Literal {
    /// A number, from anything that prints as one.
    pub fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// Where the values of a column come from, when not from the rows that are written.
///
/// ```
/// use aludel_core::schema::{Generation, Storage};
///
/// let generation = Generation::Expression { sql: "price * amount".into(), storage: Storage::Stored };
/// assert_ne!(generation, Generation::AutoIncrement);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// Numbers, in the way that is the database's own: `AUTO_INCREMENT`, `AUTOINCREMENT`, an identity column.
    AutoIncrement,
    /// Numbers from a sequence that the column owns, as PostgreSQL's `serial` makes it.
    Serial,
    /// Numbers, as the SQL standard says it.
    Identity(Identity),
    /// Computed from other columns of the row.
    Expression {
        /// The expression, as it was written, without outer parentheses.
        sql: String,
        /// Whether it is kept or computed when read.
        storage: Storage,
    },
}

/// An identity column (`GENERATED … AS IDENTITY`).
///
/// ```
/// use aludel_core::schema::{Identity, IdentityMode};
///
/// assert_eq!(Identity::default().mode, IdentityMode::ByDefault);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Whether a row may bring its own number.
    pub mode: IdentityMode,
    /// How the numbers run.
    #[serde(default)]
    pub options: SequenceOptions,
}

/// Whether a row may bring its own number into an identity column.
///
/// ```
/// use aludel_core::schema::IdentityMode;
///
/// assert_ne!(IdentityMode::Always, IdentityMode::ByDefault);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityMode {
    /// It may.
    #[default]
    ByDefault,
    /// It may not.
    Always,
}

/// Whether a generated column is kept or computed when read.
///
/// ```
/// use aludel_core::schema::Storage;
///
/// assert_ne!(Storage::Stored, Storage::Virtual);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Storage {
    /// Computed when the row is written, and kept.
    Stored,
    /// Computed when the row is read.
    Virtual,
}
