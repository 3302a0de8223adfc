//! The attributes of the struct: the table's name, and what concerns several columns.

use heck::ToSnakeCase as _;
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Expr, ExprPath, LitStr};

use super::options::Options;
use super::reference::{Action, Reference};
use crate::attributes::{Entries, Value, Word, check_name, many, once};
use crate::doc_comment;
use crate::error::Errors;

const WORDS: &[Word] = &[
    once("table", "table = \"users\""),
    once("schema", "schema = \"auth\""),
    once("comment", "comment` or `comment = \"text\""),
    once("renamed_from", "renamed_from = \"old_name\""),
    once("primary_key", "primary_key(\"a\", \"b\")"),
    once("primary_key_name", "primary_key_name = \"users_pkey\""),
    many("unique", "unique(columns(\"a\", \"b\"))"),
    many("index", "index(columns(\"a\", \"b\"))"),
    many("check", "check(name = \"ck_x\", expr = \"a < b\")"),
    many("foreign_key", "foreign_key(columns(\"a\", \"b\"), references(\"t.a\", \"t.b\"))"),
    once("engine", "engine = \"InnoDB\""),
    once("charset", "charset = \"utf8mb4\""),
    once("collation", "collation = \"utf8mb4_bin\""),
    once("row_format", "row_format = \"compressed\""),
    once("strict", "strict"),
    once("without_rowid", "without_rowid"),
    once("unlogged", "unlogged"),
    once("with", "with = more_of_users"),
];

const UNIQUE_WORDS: &[Word] = &[once("name", "name = \"uq_x\""), once("columns", "columns(\"a\", \"b\")")];

const INDEX_WORDS: &[Word] = &[
    once("name", "name = \"ix_x\""),
    once("columns", "columns(\"a\", \"b\")"),
    once("expression", "expression = \"lower(email)\""),
    once("unique", "unique"),
    once("predicate", "predicate = \"deleted_at IS NULL\""),
    once("include", "include(\"c\")"),
    once("method", "method = \"gin\""),
];

const CHECK_WORDS: &[Word] = &[once("name", "name = \"ck_x\""), once("expr", "expr = \"a < b\"")];

const FOREIGN_KEY_WORDS: &[Word] = &[
    once("name", "name = \"fk_x\""),
    once("columns", "columns(\"a\", \"b\")"),
    once("references", "references(\"t.a\", \"t.b\")"),
    once("on_delete", "on_delete = \"cascade\""),
    once("on_update", "on_update = \"cascade\""),
];

/// What the attributes of the struct say.
pub(crate) struct Table {
    /// The table's name.
    pub(crate) name: String,
    /// The namespace it is in.
    pub(crate) namespace: Option<LitStr>,
    /// What people are told of it.
    pub(crate) comment: Option<String>,
    /// The name it had.
    pub(crate) renamed_from: Option<LitStr>,
    /// The columns of the primary key, where the struct names them.
    pub(crate) primary_key: Option<Vec<LitStr>>,
    /// The name of the primary key, where it isn't the conventional one.
    pub(crate) primary_key_name: Option<LitStr>,
    /// Unique constraints.
    pub(crate) uniques: Vec<Unique>,
    /// Indexes.
    pub(crate) indexes: Vec<Index>,
    /// Checks.
    pub(crate) checks: Vec<Check>,
    /// Foreign keys.
    pub(crate) foreign_keys: Vec<ForeignKey>,
    /// What only some databases say of a table.
    pub(crate) options: Options,
    /// The function that says the rest.
    pub(crate) with: Option<ExprPath>,
}

/// A unique constraint.
pub(crate) struct Unique {
    /// Its name, where it isn't the conventional one.
    pub(crate) name: Option<LitStr>,
    /// Its columns.
    pub(crate) columns: Vec<LitStr>,
}

/// An index.
pub(crate) struct Index {
    /// Its name, where it isn't the conventional one.
    pub(crate) name: Option<LitStr>,
    /// Its columns.
    pub(crate) columns: Vec<LitStr>,
    /// An expression that it is over, after the columns.
    pub(crate) expression: Option<LitStr>,
    /// Whether no two rows may have the same.
    pub(crate) unique: bool,
    /// The rows that it holds.
    pub(crate) predicate: Option<LitStr>,
    /// Columns that it holds besides.
    pub(crate) include: Vec<LitStr>,
    /// Its method.
    pub(crate) method: Option<LitStr>,
}

/// A check.
pub(crate) struct Check {
    /// Its name, where it isn't the conventional one.
    pub(crate) name: Option<LitStr>,
    /// The column that it stands with, which is in its conventional name.
    pub(crate) column: Option<LitStr>,
    /// The condition.
    pub(crate) expression: LitStr,
}

/// A foreign key.
pub(crate) struct ForeignKey {
    /// Where it stands.
    pub(crate) place: Span,
    /// Its name, where it isn't the conventional one.
    pub(crate) name: Option<LitStr>,
    /// The columns of its own table.
    pub(crate) columns: Vec<LitStr>,
    /// The columns referred to, all of one table.
    pub(crate) references: Vec<Reference>,
    /// What happens when the row referred to goes.
    pub(crate) on_delete: Option<Action>,
    /// What happens when its key changes.
    pub(crate) on_update: Option<Action>,
}

impl Table {
    /// Reads the attributes of a struct.
    pub(crate) fn read(input: &DeriveInput, errors: &Errors) -> Self {
        let mut entries = Entries::read(&input.attrs, "model", WORDS, errors);
        let name = entries.name("table").unwrap_or_else(|| {
            let name = LitStr::new(&input.ident.unraw().to_string().to_snake_case(), input.ident.span());
            check_name(&name, errors);
            name
        });
        Self {
            name: name.value(),
            namespace: entries.name("schema"),
            comment: doc_comment::comment(&mut entries, &input.attrs, errors),
            renamed_from: entries.name("renamed_from"),
            primary_key: entries.texts("primary_key"),
            primary_key_name: entries.name("primary_key_name"),
            uniques: entries.groups("unique", UNIQUE_WORDS, Unique::read),
            indexes: entries.groups("index", INDEX_WORDS, Index::read),
            checks: entries.groups("check", CHECK_WORDS, Check::read),
            foreign_keys: entries.groups("foreign_key", FOREIGN_KEY_WORDS, ForeignKey::read),
            options: Options::read(&mut entries),
            with: with(&mut entries),
        }
    }

    /// The columns that it names, which must be there.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &LitStr> {
        let primary_key = self.primary_key.iter().flatten();
        let uniques = self.uniques.iter().flat_map(|unique| &unique.columns);
        let indexes = self.indexes.iter().flat_map(|index| index.columns.iter().chain(&index.include));
        let foreign_keys = self.foreign_keys.iter().flat_map(|foreign_key| &foreign_key.columns);
        primary_key.chain(uniques).chain(indexes).chain(foreign_keys)
    }
}

/// The function that says what attributes cannot.
fn with(entries: &mut Entries<'_>) -> Option<ExprPath> {
    let entry = entries.take("with")?;
    match &entry.value {
        Value::Given(Expr::Path(path)) => Some(path.clone()),
        Value::Given(_) | Value::List(_) | Value::None => entries.wrong(&entry, "takes the name of a function"),
    }
}

/// The value, or `None` with a note of what is missing.
fn needed<T>(value: Option<T>, place: Span, message: &str, errors: &Errors) -> Option<T> {
    if value.is_none() {
        errors.at(place, message);
    }
    value
}

impl Unique {
    fn read(place: Span, mut entries: Entries<'_>, errors: &Errors) -> Option<Self> {
        let (name, columns) = (entries.name("name"), entries.texts("columns"));
        let message = "`unique` without columns; write `unique(columns(\"a\", \"b\"))`";
        Some(Self { name, columns: needed(columns, place, message, errors)? })
    }
}

impl Index {
    /// A plain index over columns, or a unique one.
    pub(crate) fn over(columns: Vec<LitStr>, unique: bool) -> Self {
        Self { name: None, columns, expression: None, unique, predicate: None, include: Vec::new(), method: None }
    }

    fn read(place: Span, mut entries: Entries<'_>, errors: &Errors) -> Option<Self> {
        let index = Self {
            name: entries.name("name"),
            columns: entries.texts("columns").unwrap_or_default(),
            expression: entries.text("expression"),
            unique: entries.flag("unique").is_some(),
            predicate: entries.text("predicate"),
            include: entries.texts("include").unwrap_or_default(),
            method: entries.text("method"),
        };
        if index.columns.is_empty() && index.expression.is_none() {
            errors.at(place, "`index` over nothing; write `index(columns(\"a\", \"b\"))`");
        }
        if let (Some(expression), None) = (&index.expression, &index.name) {
            errors.at(expression.span(), "an index over an expression has no conventional name; add `name = \"ix_x\"`");
        }
        Some(index)
    }
}

impl Check {
    fn read(place: Span, mut entries: Entries<'_>, errors: &Errors) -> Option<Self> {
        let (name, expression) = (entries.name("name"), entries.text("expr"));
        let message = "`check` without a condition; write `check(expr = \"a < b\")`";
        Some(Self { name, column: None, expression: needed(expression, place, message, errors)? })
    }
}

impl ForeignKey {
    fn read(place: Span, mut entries: Entries<'_>, errors: &Errors) -> Option<Self> {
        let name = entries.name("name");
        let usage = "write `foreign_key(columns(\"a\", \"b\"), references(\"t.a\", \"t.b\"))`";
        let columns = entries.texts("columns");
        let references = entries.texts("references");
        let mut action = |word: &str| Action::read(&entries.text(word)?, errors);
        let (on_delete, on_update) = (action("on_delete"), action("on_update"));
        let columns = needed(columns, place, &format!("`foreign_key` without `columns`; {usage}"), errors)?;
        let references = needed(references, place, &format!("`foreign_key` without `references`; {usage}"), errors)?;
        let references: Vec<Reference> =
            references.iter().map(|reference| Reference::read(reference, errors)).collect::<Option<_>>()?;
        let first = references.first()?;
        if references.iter().any(|reference| !reference.is_of_table(first)) {
            errors.at(place, "a foreign key refers to columns of one table");
        } else if columns.len() != references.len() {
            errors.at(place, "a foreign key refers to as many columns as it has");
        }
        Some(Self { place, name, columns, references, on_delete, on_update })
    }
}
