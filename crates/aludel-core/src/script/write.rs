//! Writes new scripts.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::quoted::one_line;
use super::template::Template;
use super::{Format, header, statements, writer};
use crate::operation::{Irreversible, Operation};
use crate::plan::Statement;
use crate::revision::{Revision, RevisionId};

/// What goes into a new script: [`Operation`]s in Rust, [`Statement`]s in SQL.
///
/// ```
/// use aludel_core::operation::{Operation, invert_all};
/// use aludel_core::revision::Revision;
/// use aludel_core::schema::{Column, ColumnType};
/// use aludel_core::script::{Draft, Extras, Format, Template, write_rust};
///
/// let column = Column::new("bio", ColumnType::text()).nullable();
/// let upgrade = [Operation::AddColumn { table: "users".into(), column }];
/// let downgrade = invert_all(&upgrade);
/// let draft = Draft {
///     revision: &Revision::new("3d41c09a77be".parse()?, "add a bio"),
///     upgrade: &upgrade,
///     downgrade: downgrade.as_deref(),
/// };
/// let script = write_rust(&Template::standard(Format::Rust), &Extras::default(), &draft)?;
/// assert!(script.contains("    op.add_column(\"users\", column(\"bio\").text().nullable());\n"));
/// assert!(script.contains("    // loses data: drops column users.bio and every value in it\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a, T> {
    /// What its header says.
    pub revision: &'a Revision,
    /// The way there.
    pub upgrade: &'a [T],
    /// The way back, or why there is none.
    pub downgrade: Result<&'a [T], &'a Irreversible>,
}

/// What the command line adds to a template.
///
/// ```
/// use aludel_core::script::Extras;
///
/// let extras = Extras { x: [("ticket".into(), "AB-12".into())].into(), tag: None };
/// assert_eq!(extras.x.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// The values of `-x name=value`.
    pub x: BTreeMap<String, String>,
    /// The value of `--tag`.
    pub tag: Option<String>,
}

/// Why a script cannot be written.
///
/// ```
/// use aludel_core::script::{Format, Template, WriteError};
///
/// let error = Template::new(Format::Rust, "script.rs.jinja", "{{ header }}\n{% if %}").unwrap_err();
/// assert!(error.to_string().starts_with("script.rs.jinja:2: "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// A template makes no sense.
    #[error("{name}:{line}: {problem}")]
    Template {
        /// The template.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A function of a script has no SQL that does the same.
    #[error("function \"{function}\" has no SQL: add `.offline(\"…\")` to it, or write the script in Rust")]
    NoSql {
        /// The name that `run` gives it.
        function: String,
    },
    /// A statement has a line that would begin a section.
    #[error(
        "a statement has the line \"{line}\", which begins a section: change that line, or write the script in Rust"
    )]
    Section {
        /// The line.
        line: String,
    },
}

impl WriteError {
    pub(super) fn template(name: &str, error: &minijinja::Error) -> Self {
        let problem = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        Self::Template { name: name.to_owned(), line: error.line().unwrap_or(1), problem }
    }
}

/// Writes a script in Rust, formatted as rustfmt leaves it.
///
/// # Errors
/// [`WriteError::Template`].
pub fn write_rust(template: &Template, extras: &Extras, draft: &Draft<'_, Operation>) -> Result<String, WriteError> {
    let functions = writer::functions(draft.upgrade, draft.downgrade.ok());
    template.render(context! {
        upgrade => functions.upgrade,
        downgrade => functions.downgrade,
        functions => functions.steps,
        upgrade_options => "",
        downgrade_options => "",
        ..common(Format::Rust, extras, draft)
    })
}

/// Writes a script in SQL.
///
/// # Errors
/// [`WriteError::Template`], and the others for a statement that an SQL script cannot hold.
pub fn write_sql(template: &Template, extras: &Extras, draft: &Draft<'_, Statement>) -> Result<String, WriteError> {
    template.render(context! {
        upgrade => statements::section(draft.upgrade)?,
        downgrade => draft.downgrade.ok().map(statements::section).transpose()?,
        functions => "",
        upgrade_options => statements::options(draft.upgrade),
        downgrade_options => draft.downgrade.ok().map(statements::options),
        ..common(Format::Sql, extras, draft)
    })
}

/// The words that both formats have.
fn common<T>(format: Format, extras: &Extras, draft: &Draft<'_, T>) -> Value {
    let revision = draft.revision;
    let why = |irreversible: &Irreversible| one_line(&format!("{irreversible}; {}", irreversible.help));
    context! {
        header => header::write(format, revision),
        message => revision.message.as_str(),
        revision => revision.id.as_str(),
        revises => revision.revises.iter().map(RevisionId::to_string).collect::<Vec<_>>(),
        depends_on => revision.depends_on.clone(),
        branch_labels => revision.branch_labels.clone(),
        author => revision.author.clone(),
        created => revision.created.clone(),
        dialect => revision.dialect.clone(),
        irreversible => draft.downgrade.err().map(why),
        x => extras.x.clone(),
        tag => extras.tag.clone(),
    }
}

#[cfg(test)]
mod tests;
