//! Enums whose values are those of an enum type in the database.

use std::error::Error;
use std::fmt;

use super::ColumnType;

/// An enum without data that is the type of a column. Derive it beside `sqlx::Type`, which encodes it:
///
/// ```
/// use aludel::{ColumnType, SqlEnum};
///
/// #[derive(Debug, PartialEq, SqlEnum, sqlx::Type)]
/// #[sqlx(type_name = "mood", rename_all = "snake_case")]
/// enum Mood {
///     Sad,
///     #[sqlx(rename = "just_ok")]
///     Ok,
///     VeryHappy,
/// }
///
/// assert_eq!(Mood::VALUES, ["sad", "just_ok", "very_happy"]);
/// assert_eq!(Mood::VeryHappy.as_str(), "very_happy");
/// assert_eq!("sad".parse(), Ok(Mood::Sad));
/// assert_eq!(Mood::column_type().to_string(), "enum mood");
/// ```
///
/// The derive implements [`ColumnType`], `FromStr` and `TryFrom<String>` too. The last is for MySQL and MariaDB, where
/// sqlx 0.9 refuses to read an enum of its own from a column that is never NULL: write `#[sqlx(try_from = "String")]` on
/// the field.
///
///  In a database with enum types the values are a type of the
/// name given; elsewhere they stand in each column.
///
/// What `#[sqlx(type_name, rename_all)]` and a variant's `#[sqlx(rename)]` say is taken over, so that both derives have
/// the same names. Without sqlx's derive they are written as `#[sql_enum(name = "mood", schema = "auth", rename_all =
/// "snake_case")]` and, on a variant, `#[sql_enum(rename = "just_ok")]`; where both stand and differ, it does not
/// compile. The words of `rename_all` are those of sqlx: `snake_case`, `lowercase`, `UPPERCASE`,
/// `SCREAMING_SNAKE_CASE`, `kebab-case`, `camelCase` and `PascalCase`; without it a value is the variant's name as it
/// stands. The type's name is else the enum's in snake case; sqlx looks for the enum's own name then, so beside
/// `sqlx::Type` write `type_name`.
pub trait SqlEnum: ColumnType {
    /// The values, in the order of the variants.
    const VALUES: &'static [&'static str];

    /// The value of this variant.
    fn as_str(&self) -> &'static str;
}

/// A text that is no value of an enum.
///
/// ```
/// use aludel::SqlEnum;
///
/// #[derive(Debug, SqlEnum)]
/// #[sql_enum(rename_all = "snake_case")]
/// enum Mood {
///     Sad,
///     Happy,
/// }
///
/// let error = "angry".parse::<Mood>().unwrap_err();
/// assert_eq!(error.to_string(), "\"angry\" is none of \"sad\", \"happy\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    value: String,
    known: &'static [&'static str],
}

impl UnknownValue {
    /// A text that is no value of `T`.
    pub fn of<T: SqlEnum>(value: &str) -> Self {
        Self { value: value.to_owned(), known: T::VALUES }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<String> = self.known.iter().map(|known| format!("{known:?}")).collect();
        write!(f, "{:?} is none of {}", self.value, known.join(", "))
    }
}

impl Error for UnknownValue {}
