//! Rust types for the types of columns.

use std::collections::BTreeSet;

use super::super::expression::Expression;
use super::super::literal::word;
use super::enums::Enums;
use super::{Moments, given};
use crate::dialect::Dialect;
use crate::schema::{ColumnType, IntegerWidth};

/// What a Rust type is called, and the type of column that it stands for.
pub(super) struct RustType {
    /// As it is written.
    pub(super) name: String,
    /// The column that `ColumnType` and the attributes make of it; `None` where it is no column without a type spelled out.
    pub(super) column: Option<ColumnType>,
    /// The attributes that it needs to be that: `length`, `precision`, `scale`.
    pub(super) attributes: Vec<Expression>,
}

/// Chooses the Rust types, and knows which features of `aludel` they need.
pub(super) struct Types<'a> {
    pub(super) dialect: &'a dyn Dialect,
    pub(super) moments: Moments,
    pub(super) enums: Enums,
    pub(super) features: BTreeSet<&'static str>,
}

impl Types<'_> {
    /// The Rust type that is nearest to the type of a column.
    pub(super) fn rust_type(&mut self, column: &str, ty: &ColumnType) -> RustType {
        use ColumnType as Ty;
        match ty {
            Ty::Boolean => plain("bool", Ty::Boolean),
            Ty::Integer { width, unsigned } => integer(*width, *unsigned),
            Ty::Real => plain("f32", Ty::Real),
            Ty::Double => plain("f64", Ty::Double),
            Ty::Numeric { precision, scale } if self.dialect.capabilities().exact_numbers => {
                let attributes = [precision.map(|digits| given("precision", word(digits)))];
                let scale = scale.filter(|scale| *scale >= 0 && precision.is_some());
                let attributes = attributes.into_iter().chain([scale.map(|digits| given("scale", word(digits)))]);
                let name = self.of_crate("rust_decimal", "Decimal");
                RustType {
                    name,
                    column: Some(Ty::Numeric { precision: *precision, scale }),
                    attributes: attributes.flatten().collect(),
                }
            }
            Ty::Numeric { .. } => plain("f64", Ty::Double),
            Ty::Varchar { length: Some(length) } if *length > 0 => sized("String", *length, ty),
            Ty::Varbinary { length: Some(length) } if *length > 0 => sized("Vec<u8>", *length, ty),
            Ty::Binary { .. } | Ty::Varbinary { .. } | Ty::Blob { .. } | Ty::Bit { .. } => {
                plain("Vec<u8>", ColumnType::blob())
            }
            Ty::Date => plain(&self.moment("NaiveDate", "Date"), Ty::Date),
            Ty::Time { precision, .. } => {
                let name = self.moment("NaiveTime", "Time");
                RustType { name, ..precise(Ty::Time { precision: *precision, zoned: false }, *precision) }
            }
            Ty::Timestamp { precision, zoned } => {
                let name = match (zoned, self.moments) {
                    (true, Moments::Chrono) => self.of_crate("chrono", "DateTime<chrono::Utc>"),
                    (true, Moments::Time) => self.of_crate("time", "OffsetDateTime"),
                    (false, _) => self.moment("NaiveDateTime", "PrimitiveDateTime"),
                };
                RustType { name, ..precise(ty.clone(), *precision) }
            }
            Ty::Uuid => plain(&self.of_crate("uuid", "Uuid"), Ty::Uuid),
            Ty::Json | Ty::Jsonb => plain(&self.of_crate("serde_json", "Value"), Ty::Jsonb),
            Ty::Enum { name, values } => match self.enums.find(name.as_ref(), values, column) {
                Some((rust, column)) => plain(&rust, column),
                None => plain("String", ColumnType::text()),
            },
            Ty::Array { element } => {
                let element = self.rust_type(column, element).name;
                RustType { name: format!("Vec<{element}>"), column: None, attributes: Vec::new() }
            }
            Ty::Raw { sql } => raw(sql),
            Ty::Char { .. }
            | Ty::Varchar { .. }
            | Ty::Text { .. }
            | Ty::Interval { .. }
            | Ty::Set { .. }
            | Ty::Inet
            | Ty::Cidr
            | Ty::MacAddr => plain("String", ColumnType::text()),
        }
    }

    fn of_crate(&mut self, feature: &'static str, name: &str) -> String {
        self.features.insert(feature);
        format!("{feature}::{name}")
    }

    fn moment(&mut self, of_chrono: &str, of_time: &str) -> String {
        match self.moments {
            Moments::Chrono => self.of_crate("chrono", of_chrono),
            Moments::Time => self.of_crate("time", of_time),
        }
    }
}

fn plain(name: &str, column: ColumnType) -> RustType {
    RustType { name: name.to_owned(), column: Some(column), attributes: Vec::new() }
}

fn sized(name: &str, length: u32, ty: &ColumnType) -> RustType {
    RustType { attributes: vec![given("length", word(length))], ..plain(name, ty.clone()) }
}

fn precise(column: ColumnType, precision: Option<u8>) -> RustType {
    let attributes = precision.map(|digits| given("precision", word(digits))).into_iter().collect();
    RustType { name: String::new(), column: Some(column), attributes }
}

fn integer(width: IntegerWidth, unsigned: bool) -> RustType {
    let (name, width) = match (width, unsigned) {
        (IntegerWidth::Tiny, false) => ("i8", width),
        (IntegerWidth::Tiny, true) => ("u8", width),
        (IntegerWidth::Small, false) => ("i16", width),
        (IntegerWidth::Small, true) => ("u16", width),
        (IntegerWidth::Medium | IntegerWidth::Regular, false) => ("i32", IntegerWidth::Regular),
        (IntegerWidth::Medium | IntegerWidth::Regular, true) => ("u32", IntegerWidth::Regular),
        (IntegerWidth::Big, false) => ("i64", width),
        (IntegerWidth::Big, true) => ("u64", width),
    };
    plain(name, ColumnType::Integer { width, unsigned })
}

/// A type that the schema has no word for: text, unless its own word tells better.
fn raw(sql: &str) -> RustType {
    const SHAPES: [&str; 8] = [
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
    ];
    let words = sql.to_ascii_lowercase();
    match words.split([' ', '(']).next().unwrap_or_default() {
        "year" => plain("u16", ColumnType::Integer { width: IntegerWidth::Small, unsigned: true }),
        shape if SHAPES.contains(&shape) => plain("Vec<u8>", ColumnType::blob()),
        _ => plain("String", ColumnType::text()),
    }
}
