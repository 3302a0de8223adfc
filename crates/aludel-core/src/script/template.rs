//! Templates of scripts, which users may change.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, UndefinedBehavior, Value};

use super::{Format, WriteError};

/// What new scripts are made from.
///
/// A template is a Jinja text in the folder of revisions, `script.rs.jinja` or `script.sql.jinja`. These words stand for
/// what a new revision has:
///
/// | word | |
/// |---|---|
/// | `header` | the whole header, as comment lines; whatever else a template says, it has to stand at the top |
/// | `message` | the message |
/// | `revision` | the id |
/// | `revises`, `depends_on`, `branch_labels` | lists of texts |
/// | `author`, `created`, `dialect` | texts, or none |
/// | `upgrade` | the statements, formatted |
/// | `downgrade` | the statements, formatted; none where there is no way back |
/// | `irreversible` | why there is no way back; none where there is one |
/// | `functions` | in Rust, functions that the statements name; mostly empty |
/// | `upgrade_options`, `downgrade_options` | in SQL, what stands behind the name of a section |
/// | `x` | the values of `-x name=value`, as in `x.ticket` |
/// | `tag` | the value of `--tag`, or none |
///
/// A word that is not in this list is an error; one that may be missing, such as `x.ticket`, is written
/// `x.ticket | default("")`.
///
/// ```
/// use aludel_core::script::{Format, Template};
///
/// let template = Template::new(Format::Sql, "script.sql.jinja", "{{ header }}\n\n-- aludel: upgrade\n{{ upgrade }}\n")?;
/// assert_eq!(template.format(), Format::Sql);
/// assert!(Template::new(Format::Sql, "script.sql.jinja", "{{ header").is_err());
/// # Ok::<(), aludel_core::script::WriteError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    format: Format,
    name: String,
    source: String,
}

impl Template {
    /// The template that is used unless the folder of revisions has another.
    pub fn standard(format: Format) -> Self {
        let source = match format {
            Format::Rust => include_str!("templates/script.rs.jinja"),
            Format::Sql => include_str!("templates/script.sql.jinja"),
        };
        Self { format, name: Self::file_name(format).to_owned(), source: source.to_owned() }
    }

    /// A template from a file, whose name errors say.
    ///
    /// # Errors
    /// [`WriteError::Template`] where it is not well-formed.
    pub fn new(format: Format, name: impl Into<String>, source: impl Into<String>) -> Result<Self, WriteError> {
        let template = Self { format, name: name.into(), source: source.into() };
        let parse = || environment()?.template_from_str(&template.source).map(drop);
        parse().map_err(|error| WriteError::template(&template.name, &error))?;
        Ok(template)
    }

    /// The name that a template has in the folder of revisions.
    pub fn file_name(format: Format) -> &'static str {
        match format {
            Format::Rust => "script.rs.jinja",
            Format::Sql => "script.sql.jinja",
        }
    }

    /// The format of its scripts.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Its text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The script, with a line break at its end.
    pub(super) fn render(&self, values: Value) -> Result<String, WriteError> {
        render(&self.name, &self.source, values).map(|text| format!("{text}\n"))
    }
}

/// The text that a template makes, without the white space at its end.
pub(super) fn render(name: &str, source: &str, values: Value) -> Result<String, WriteError> {
    let render = || environment()?.template_from_str(source)?.render(values);
    let text = render().map_err(|error| WriteError::template(name, &error))?;
    Ok(text.trim_end().to_owned())
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    Ok(environment)
}
