//! `revision`: writes a new script.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use super::heads::ids_of_heads;
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::operation::{Irreversible, Operation};
use crate::revision::{Revision, RevisionId, Splice, Symbol};
use crate::script::{Draft, Extras, FILE_NAME, Format, Script, Template, Timestamp, file_name, write_rust, write_sql};

/// What a new revision is like.
///
/// ```
/// use aludel_core::command::RevisionOptions;
///
/// assert_eq!(RevisionOptions::new("create users").message, "create users");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionOptions {
    /// What it says of itself.
    pub message: String,
    /// Words for the revisions that it follows.
    pub heads: Vec<String>,
    /// Whether it may follow one that is no head.
    pub splice: bool,
    /// Labels for the branch that it begins.
    pub branch_labels: Vec<String>,
    /// Words for what must be applied before it.
    pub depends_on: Vec<String>,
    /// The folder that it goes into: below `versions`, or one of the other locations or below it.
    pub version_path: Option<PathBuf>,
    /// Its id; random unless given.
    pub id: Option<String>,
    /// Its format, in place of the configured one.
    pub format: Option<Format>,
}

impl RevisionOptions {
    /// One that follows the head.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            heads: vec!["head".to_owned()],
            splice: false,
            branch_labels: Vec::new(),
            depends_on: Vec::new(),
            version_path: None,
            id: None,
            format: None,
        }
    }
}

/// A script that was written.
///
/// ```
/// use aludel_core::command::RevisionReport;
///
/// fn nothing_to_do(report: &RevisionReport) -> bool {
///     report.revision.is_none()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RevisionReport {
    /// The revision; `None` where there was nothing to write.
    pub revision: Option<RevisionId>,
    /// Its file.
    pub path: Option<PathBuf>,
    /// Its message.
    pub message: String,
    /// What it changes; as JSON, in words.
    #[serde(serialize_with = "in_words")]
    pub operations: Vec<Operation>,
    /// What data its upgrade can lose, in words.
    pub losses: Vec<String>,
    /// Why there is no way back, if there is none.
    pub irreversible: Option<String>,
    /// What is odd.
    pub warnings: Vec<String>,
    /// What could not be compared, or not in whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Writes an empty script, for a person to fill in.
///
/// # Errors
/// Heads that it cannot follow, an id that exists, a folder that cannot be written.
pub fn revision(environment: &Environment, options: &RevisionOptions) -> Result<RevisionReport, Error> {
    empty(environment, &sound_scripts(environment)?, options)
}

/// The same, the scripts read already.
pub(super) fn empty(
    environment: &Environment,
    scripts: &Scripts,
    options: &RevisionOptions,
) -> Result<RevisionReport, Error> {
    let format = options.format.unwrap_or(environment.settings.format);
    let revision = header(environment, scripts, options)?;
    let path = match format {
        Format::Rust => write(environment, options, format, &revision, |template, extras| {
            write_rust(template, extras, &Draft { revision: &revision, upgrade: &[], downgrade: Ok(&[]) })
        }),
        Format::Sql => write(environment, options, format, &revision, |template, extras| {
            write_sql(template, extras, &Draft { revision: &revision, upgrade: &[], downgrade: Ok(&[]) })
        }),
    }?;
    Ok(report(revision, path, &[], None))
}

/// The scripts, which must fit together, in a folder that is there.
pub(super) fn sound_scripts(environment: &Environment) -> Result<Scripts, Error> {
    environment.scripts.folder.demand()?;
    let scripts = environment.scripts.load()?;
    scripts.demand_sound()?;
    stale_head(environment, &scripts)?;
    Ok(scripts)
}

/// Refuses a file `head` that does not name where the scripts end.
pub(super) fn stale_head(environment: &Environment, scripts: &Scripts) -> Result<(), Error> {
    head_file(environment, scripts).map(drop)
}

/// What the file `head` names, which must be where the scripts end; `None` where there is no such file.
pub(super) fn head_file(environment: &Environment, scripts: &Scripts) -> Result<Option<Vec<RevisionId>>, Error> {
    let Some(written) = environment.scripts.folder.heads()? else { return Ok(None) };
    let there = ids_of_heads(scripts);
    if written.iter().all(|head| there.contains(head)) && there.iter().all(|head| written.contains(head)) {
        return Ok(Some(written));
    }
    let names = |ids: &[RevisionId]| match ids {
        [] => "nothing".to_owned(),
        ids => ids.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", "),
    };
    let message = format!(
        "the file {} names {}, and the scripts end at {}",
        environment.scripts.folder.path().join("head").display(),
        names(&written),
        names(&there)
    );
    Err(Error::new(ErrorKind::Graph, message).help("rewrite it with `db heads --write`"))
}

/// What a new revision says of itself.
pub(super) fn header(
    environment: &Environment,
    scripts: &Scripts,
    options: &RevisionOptions,
) -> Result<Revision, Error> {
    let symbols = |words: &[String]| words.iter().map(|word| word.parse()).collect::<Result<Vec<Symbol>, _>>();
    let splice = if options.splice { Splice::Allow } else { Splice::Refuse };
    let revises = scripts.graph.parents_for_new(&symbols(&options.heads)?, splice)?;
    let depends_on = scripts.graph.dependencies_for_new(&symbols(&options.depends_on)?)?;
    let id = match &options.id {
        Some(id) => id.parse::<RevisionId>()?,
        None => {
            let mut bytes = [0; 6];
            environment.connector.random(&mut bytes);
            RevisionId::from_random(bytes)
        }
    };
    // Of several lines, the first is the message, and the rest is what follows on it in the script.
    let (message, description) = options.message.trim().split_once('\n').unwrap_or((options.message.trim(), ""));
    let revision = Revision {
        description: description.trim().to_owned(),
        revises,
        depends_on,
        branch_labels: options.branch_labels.clone(),
        author: environment.settings.author.clone(),
        created: Some(Timestamp::from(environment.connector.now()).to_string()),
        ..Revision::new(id, message.trim_end())
    };
    // A new script that would not fit the others is found before it is written.
    scripts.graph.admit(&revision)?;
    Ok(revision)
}

/// Writes a script and the file `head`.
pub(super) fn write<E: Into<Error>>(
    environment: &Environment,
    options: &RevisionOptions,
    format: Format,
    revision: &Revision,
    text: impl FnOnce(&Template, &Extras) -> Result<String, E>,
) -> Result<PathBuf, Error> {
    let folder = &environment.scripts.folder;
    let template = match folder.read(Template::file_name(format))? {
        Some(source) => {
            Template::new(format, folder.path().join(Template::file_name(format)).display().to_string(), source)?
        }
        None => Template::standard(format),
    };
    let text = text(&template, &environment.settings.extras()).map_err(Into::into)?;
    let pattern = environment.settings.file_name.as_deref().unwrap_or(FILE_NAME);
    let created = Timestamp::from(environment.connector.now());
    let name = file_name(pattern, revision, created, format)?;
    let path = place(environment, options.version_path.as_deref(), revision)?.join(name);
    readable(&path, &text, revision)?;
    folder.create_script(&path, &text)?;
    let scripts = environment.scripts.load()?;
    folder.write_heads(&ids_of_heads(&scripts))?;
    Ok(path)
}

/// Refuses what a template made of a script, if it cannot be read again: it would be in the way of all others.
fn readable(path: &Path, text: &str, revision: &Revision) -> Result<(), Error> {
    let problem = match Script::read(path, text) {
        Ok(script) if script.revision.id == revision.id => return Ok(()),
        Ok(script) => format!("its revision would be \"{}\"", script.revision.id),
        Err(error) => error.to_string(),
    };
    let message = format!("the template gives a script that cannot be read: {problem}");
    Err(Error::new(ErrorKind::Script, message)
        .help("put `{{ header }}` at the top of the template and a blank line below it, or remove the file to get the usual one"))
}

/// The folder for a new script: the one that is asked for; of several locations, else the one that its parent is in.
fn place(environment: &Environment, asked: Option<&Path>, revision: &Revision) -> Result<PathBuf, Error> {
    let folder = &environment.scripts.folder;
    let locations = folder.locations();
    if asked.is_some() || locations.len() == 1 {
        return folder.place(asked);
    }
    let scripts = environment.scripts.load()?;
    let parent = revision.revises.first().and_then(|id| scripts.graph.get(id)?.path.as_deref()?.parent());
    parent.map(Path::to_owned).ok_or_else(|| {
        let shown: Vec<String> = locations.iter().map(|location| location.display().to_string()).collect();
        let message = format!("there are several folders of revisions: {}", shown.join(", "));
        Error::new(ErrorKind::Usage, message).help("say which one with `--version-path`")
    })
}

/// What to say of a script that was written.
pub(super) fn report(
    revision: Revision,
    path: PathBuf,
    operations: &[Operation],
    irreversible: Option<&Irreversible>,
) -> RevisionReport {
    RevisionReport {
        revision: Some(revision.id),
        path: Some(path),
        message: revision.message,
        operations: operations.to_vec(),
        losses: operations.iter().filter_map(Operation::loss).collect(),
        irreversible: irreversible.map(ToString::to_string),
        warnings: Vec::new(),
        notes: Vec::new(),
    }
}

fn in_words<S: Serializer>(operations: &[Operation], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(operations.iter().map(ToString::to_string))
}
