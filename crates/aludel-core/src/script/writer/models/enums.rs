//! Enum types as enums of Rust.

use std::collections::BTreeSet;

use super::super::expression::Expression;
use super::super::literal::text;
use super::names::{self, Given};
use super::{documentation, given, is_name};
use crate::name::{LONGEST_NAME, ObjectName};
use crate::schema::{ColumnType, EnumType};

/// The enums that columns are of.
#[derive(Default)]
pub(super) struct Enums {
    known: Vec<Enum>,
    /// Those whose types have no name, by the names of their columns.
    columns: Vec<(String, usize)>,
}

/// An enum of Rust.
pub(super) struct Enum {
    /// Its name.
    pub(super) name: String,
    /// The type in the database.
    pub(super) ty: EnumType,
}

impl Enums {
    /// Takes up a type, unless no derive can say it.
    pub(super) fn add(&mut self, ty: &EnumType, types: &mut Given) {
        if can_say(ty) {
            let name = types.first_free(&[names::upper(&ty.name.name, "Enum")], "");
            self.known.push(Enum { name, ty: ty.clone() });
        }
    }

    /// Takes up the values of a column whose type has no name, which gets one of the table and the column.
    pub(super) fn add_of_column(&mut self, values: &[String], table: &str, column: &str, types: &mut Given) {
        if self.of_column(values, column).is_some() {
            return;
        }
        let name = types.first_free(&[format!("{table}{}", names::upper(column, "Enum"))], "");
        let taken: BTreeSet<&str> = self.known.iter().map(|known| known.ty.name.name.as_str()).collect();
        let mut of_type = names::field(&name);
        while taken.contains(of_type.as_str()) {
            of_type.push('_');
        }
        let ty = EnumType::new(of_type, values);
        if can_say(&ty) {
            self.columns.push((column.to_owned(), self.known.len()));
            self.known.push(Enum { name, ty });
        }
    }

    /// The enum for the type of a column, and the type that it stands for.
    pub(super) fn find(
        &self,
        name: Option<&ObjectName>,
        values: &[String],
        column: &str,
    ) -> Option<(String, ColumnType)> {
        let known = match name {
            Some(name) => self.known.iter().find(|known| known.ty.name == *name && known.ty.values == values),
            None => self.of_column(values, column),
        };
        known.map(|known| (known.name.clone(), known.ty.column_type()))
    }

    fn of_column(&self, values: &[String], column: &str) -> Option<&Enum> {
        let mut known = self.columns.iter().filter(|(known, _)| known == column);
        known.find_map(|(_, place)| self.known.get(*place).filter(|known| known.ty.values == values))
    }

    /// True for a type that an enum stands for, with all that there is to say of it.
    pub(super) fn says(&self, ty: &EnumType) -> bool {
        ty.comment.is_none() && self.known.iter().any(|known| known.ty == *ty)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Enum> {
        self.known.iter()
    }
}

impl Enum {
    /// The whole of it: `derive`, attributes, variants.
    pub(super) fn text(&self) -> String {
        let mut taken = Given::types();
        let values = &self.ty.values;
        let variants: Vec<String> =
            values.iter().map(|value| taken.first_free(&[names::upper(value, "V")], "")).collect();
        let case = Case::of(values, &variants);
        let mut attributes = vec![given("name", text(&self.ty.name.name))];
        attributes.extend(self.ty.name.namespace.as_ref().map(|namespace| given("schema", text(namespace))));
        attributes.extend((case == Case::Snake).then(|| given("rename_all", text("snake_case"))));
        let attribute = |words: Vec<Expression>, indent| super::attribute("sql_enum", words, indent);
        let lines = variants.iter().zip(values).map(|(variant, value)| {
            let renamed = case == Case::Mixed && variant != value;
            let renamed = renamed.then(|| format!("{}\n", attribute(vec![given("rename", text(value))], 4)));
            format!("{}    {variant},\n", renamed.unwrap_or_default())
        });
        let lines: String = lines.collect();
        let doc = documentation(self.ty.comment.as_deref(), 0);
        let derive = "#[derive(Debug, Clone, Copy, PartialEq, Eq, SqlEnum)]";
        format!("{doc}{derive}\n{}\npub enum {} {{\n{lines}}}\n", attribute(attributes, 0), self.name)
    }
}

/// How values are written that are the names of variants in another case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Snake,
    /// Each value that is not the variant's name says so.
    Mixed,
}

impl Case {
    fn of(values: &[String], variants: &[String]) -> Self {
        let is_snake = |value: &String| {
            let mut words = value.split('_');
            let letters = value.chars().all(|c| c == '_' || c.is_ascii_lowercase());
            letters && words.all(|word| word.len() > 1)
        };
        let renamed = values.iter().zip(variants).any(|(value, variant)| value != variant);
        if renamed && values.iter().all(is_snake) { Self::Snake } else { Self::Mixed }
    }
}

/// True for a type that a derive can say.
fn can_say(ty: &EnumType) -> bool {
    let is_value = |value: &String| !value.trim().is_empty() && value.len() <= LONGEST_NAME && !value.contains('\0');
    let namespace = ty.name.namespace.as_deref();
    let unique: BTreeSet<&String> = ty.values.iter().collect();
    is_name(&ty.name.name)
        && namespace.is_none_or(is_name)
        && !ty.values.is_empty()
        && unique.len() == ty.values.len()
        && ty.values.iter().all(is_value)
}
