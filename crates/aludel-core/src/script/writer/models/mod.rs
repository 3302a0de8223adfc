//! Writes a schema as models: a file of Rust that derives the tables that it was written from.
//!
//! What an attribute can say is said by one. The rest follows in a function that the struct names with `with`, in the
//! words of scripts, and so do the objects that no struct stands for. Whether the attributes say enough is not guessed:
//! what a derive would make of them is compared with what is there, by the keys of the dialect.

mod column;
mod default;
mod enums;
mod names;
mod record;
mod singular;
mod table;
#[cfg(test)]
mod tests;
mod types;

use std::collections::BTreeSet;

use enums::Enums;
use names::Given;
use record::Record;
use types::Types;

use super::expression::{Call, Expression, call};
use super::layout;
use super::literal::{text, word};
use super::operation::{self, Scribe};
use crate::dialect::Dialect;
use crate::name::LONGEST_NAME;
use crate::schema::{ColumnType, EnumType, Schema, Table};
use crate::script::quoted::one_line;

/// The crate whose types stand for days and times.
///
/// ```
/// use aludel_core::script::Moments;
///
/// assert_eq!(Moments::default(), Moments::Chrono);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moments {
    /// `chrono`
    #[default]
    Chrono,
    /// `time`
    Time,
}

/// Models as a file of Rust.
///
/// ```
/// use aludel_core::dialect;
/// use aludel_core::schema::{Column, ColumnType, Schema, Table};
/// use aludel_core::script::{Moments, write_models};
///
/// let mut schema = Schema::default();
/// schema.tables.insert(Table::new("users").column(Column::new("name", ColumnType::varchar(64))));
/// let dialect = dialect::by_name("sqlite").expect("it is one of them");
/// let models = write_models(&*dialect, &schema, Moments::Chrono, &[]);
/// assert!(models.text.contains("pub struct User {\n    #[model(length = 64)]\n    pub name: String,\n}\n"));
/// assert!(models.left_out.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenModels {
    /// The file, formatted as rustfmt leaves it.
    pub text: String,
    /// What it does not say, each with the reason.
    pub left_out: Vec<String>,
}

/// Writes the models of a schema. The notes say what is known to be in the database and no part of the schema; they are
/// repeated at the head of the file.
pub fn write_models(dialect: &dyn Dialect, schema: &Schema, moments: Moments, notes: &[String]) -> WrittenModels {
    let mut names = Names { types: Given::types(), functions: Given::functions() };
    let rows = names.rows(schema);
    let enums = names.enums(schema, &rows);
    let mut types = Types { dialect, moments, enums, features: BTreeSet::new() };
    let (mut records, mut by_hand, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (table, row) in schema.tables.iter().zip(rows) {
        if table.columns.is_empty() {
            left_out.push(format!("table \"{}\", which has no columns", table.name));
        } else if let Some(reason) = record::obstacle(table) {
            by_hand.push(names.table(table, reason));
        } else {
            let function = |name: &str| names.functions.first_free(&[format!("more_of_{name}")], "_");
            records.push(Record::of(table, row, schema, &mut types, function));
        }
    }
    by_hand.extend(names.others(schema, &types.enums));
    let used = schema.tables.iter().map(|table| &table.name).chain(schema.views.iter().map(|view| &view.name));
    let used: BTreeSet<&String> = used.filter_map(|name| name.namespace.as_ref()).collect();
    let empty = schema.namespaces.iter().filter(|namespace| !used.contains(namespace));
    left_out.extend(empty.map(|namespace| format!("schema \"{namespace}\", which holds no table or view")));
    let file = File { records: &records, by_hand: &by_hand, types: &types, left_out: &left_out, notes };
    WrittenModels { text: file.text(), left_out }
}

/// The names that the file gives.
struct Names {
    types: Given,
    functions: Given,
}

impl Names {
    /// The names of the structs, in the order of the tables.
    fn rows(&mut self, schema: &Schema) -> Vec<String> {
        let name = |table: &Table| {
            let names = names::rows(table.name.namespace.as_deref(), &table.name.name);
            self.types.first_free(&names, "")
        };
        schema.tables.iter().map(name).collect()
    }

    fn enums(&mut self, schema: &Schema, rows: &[String]) -> Enums {
        let mut enums = Enums::default();
        let is_used = |ty: &EnumType| {
            let mut columns = schema.tables.iter().flat_map(|table| &table.columns);
            columns.any(|column| column.ty.enum_name() == Some(&ty.name))
        };
        schema.enum_types.iter().filter(|ty| is_used(ty)).for_each(|ty| enums.add(ty, &mut self.types));
        for (table, row) in schema.tables.iter().zip(rows) {
            for column in &table.columns {
                if let ColumnType::Enum { name: None, values } = &column.ty {
                    enums.add_of_column(values, row, &column.name, &mut self.types);
                }
            }
        }
        enums
    }

    fn table(&mut self, table: &Table, reason: &str) -> ByHand {
        let doc = format!("The table `{}`, by hand: {reason}.", table.name);
        self.by_hand(&table.name.name, "table", "TableBuilder", doc, Scribe::default().table(table))
    }

    /// What stands beside the tables.
    fn others(&mut self, schema: &Schema, enums: &Enums) -> Vec<ByHand> {
        let mut others = Vec::new();
        for ty in schema.enum_types.iter().filter(|ty| !enums.says(ty)) {
            let doc = format!("The enum type `{}`.", ty.name);
            others.push(self.by_hand(&ty.name.name, "enum_type", "EnumTypeBuilder", doc, operation::described(ty)));
        }
        for sequence in &schema.sequences {
            let (doc, said) = (format!("The sequence `{}`.", sequence.name), Scribe::default().sequence(sequence));
            others.push(self.by_hand(&sequence.name.name, "sequence", "SequenceBuilder", doc, said));
        }
        for view in &schema.views {
            let doc = format!("The view `{}`.", view.name);
            others.push(self.by_hand(&view.name.name, "view", "ViewBuilder", doc, operation::view(view)));
        }
        others
    }

    fn by_hand(
        &mut self,
        name: &str,
        method: &'static str,
        builder: &'static str,
        doc: String,
        said: Expression,
    ) -> ByHand {
        let function = names::written(&self.functions.first_free(&[names::field(name)], "_"));
        ByHand { function, method, builder, doc, said }
    }
}

/// An object that a function says in the words of scripts.
struct ByHand {
    function: String,
    /// The method of `Models` that takes it.
    method: &'static str,
    builder: &'static str,
    doc: String,
    said: Expression,
}

impl ByHand {
    fn text(&self) -> String {
        let Self { function, builder, doc, said, .. } = self;
        format!("/// {}\n{}", one_line(doc), self::function(function, builder, said))
    }
}

/// What goes into the file.
struct File<'a> {
    records: &'a [Record],
    by_hand: &'a [ByHand],
    types: &'a Types<'a>,
    left_out: &'a [String],
    notes: &'a [String],
}

impl File<'_> {
    fn text(&self) -> String {
        let mut parts = vec![self.head()];
        let derives: Vec<&str> =
            [(!self.records.is_empty(), "Model"), (self.types.enums.iter().next().is_some(), "SqlEnum")]
                .into_iter()
                .filter_map(|(used, name)| used.then_some(name))
                .collect();
        match derives.as_slice() {
            [] => {}
            [one] => parts.push(format!("use aludel::{one};\n")),
            several => parts.push(format!("use aludel::{{{}}};\n", several.join(", "))),
        }
        parts.push(self.list());
        parts.extend(self.records.iter().map(Record::text));
        parts.extend(self.types.enums.iter().map(enums::Enum::text));
        parts.extend(self.records.iter().filter_map(Record::more));
        parts.extend(self.by_hand.iter().map(ByHand::text));
        parts.join("\n")
    }

    /// Where the file comes from, and what it needs.
    fn head(&self) -> String {
        let mut lines = vec![
            format!(
                "The tables of a database ({}), as `inspect --rust` found them. A check against that",
                self.types.dialect.name()
            ),
            "database finds no difference; what is changed here becomes the next revision.".to_owned(),
        ];
        let features: Vec<String> = self.types.features.iter().map(|feature| format!("`{feature}`")).collect();
        if !features.is_empty() {
            let (crates, plural) = (features.join(", "), if features.len() > 1 { "s" } else { "" });
            lines.push(String::new());
            lines.push(format!("Needs the feature{plural} {crates} of `aludel`, and the crate{plural} of that name."));
        }
        for (title, left) in [("Left out", self.left_out), ("No part of any model", self.notes)] {
            if !left.is_empty() {
                lines.push(String::new());
                lines.push(format!("{title}:"));
                lines.extend(left.iter().map(|line| format!("- {}", one_line(line))));
            }
        }
        lines.iter().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect()
    }

    /// The function that lists everything.
    fn list(&self) -> String {
        let structs = self.records.iter().map(|record| word(&record.name)).collect();
        let others = self.by_hand.iter().map(|each| call(each.method, [word(format!("{}()", each.function))]));
        let (first, others) = (Expression::Macro("aludel::models!", structs), others.collect::<Vec<Call>>());
        let all = if others.is_empty() { first } else { Expression::Chain(Box::new(first), others) };
        let body = layout::value(&all, 4);
        format!("/// All of them, for `Migrate::models`.\npub fn models() -> aludel::Models {{\n{body}\n}}\n")
    }
}

/// A function that says something in the words of scripts.
fn function(name: &str, builder: &str, said: &Expression) -> String {
    let body = layout::value(said, 4);
    format!("fn {name}() -> aludel::op::{builder} {{\n    use aludel::op::*;\n\n{body}\n}}\n")
}

/// `name = value`
fn given(name: &'static str, value: Expression) -> Expression {
    Expression::Given(name, Box::new(value))
}

/// A word that stands alone.
fn flag(name: &'static str) -> Expression {
    word(name)
}

/// `#[name(words)]`
fn attribute(name: &'static str, words: Vec<Expression>, indent: usize) -> String {
    layout::attribute(&call(name, words), indent)
}

/// A comment of the database as documentation, each line below the one before.
fn documentation(comment: Option<&str>, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let line = |line: &str| format!("{}\n", format!("{margin}/// {}", one_line(line)).trim_end());
    comment.filter(|comment| !comment.trim().is_empty()).into_iter().flat_map(str::lines).map(line).collect()
}

/// The comment as an attribute: the word alone where the documentation is the comment.
fn comment(comment: Option<&str>) -> Option<Expression> {
    let comment = comment.filter(|comment| !comment.trim().is_empty())?;
    let is_documentation = !comment.contains('\n') && comment.trim() == comment && one_line(comment) == comment;
    Some(if is_documentation { flag("comment") } else { given("comment", text(comment)) })
}

/// True for a name that an attribute can give.
fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.len() <= LONGEST_NAME && !name.contains('\0')
}
