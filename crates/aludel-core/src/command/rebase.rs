//! `rebase`: puts one side of a fork after the other.

use std::path::PathBuf;

use serde::Serialize;

use super::ledger;
use super::overlap::{Clashes, Overlap};
use crate::environment::{Environment, Scripts};
use crate::error::{Error, ErrorKind};
use crate::revision::{Applied, GraphError, Rebase, Reparented, Revision, RevisionGraph, RevisionId, Symbol};
use crate::script::with_parents;

/// What to put after what.
///
/// ```
/// use aludel_core::command::RebaseOptions;
///
/// let options = RebaseOptions { revision: Some("b2".into()), ..RebaseOptions::default() };
/// assert_eq!(options.onto, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RebaseOptions {
    /// A word for the head whose side moves.
    pub revision: Option<String>,
    /// A word for the head that it should follow.
    pub onto: Option<String>,
    /// Where neither is named: the one of two heads that nobody else has yet, as far as that is known.
    pub unpublished: Option<RevisionId>,
    /// Whether the database at hand is asked what it has applied.
    pub database: AskDatabase,
    /// Whether sides that do not fit together may follow one another.
    pub clashes: Clashes,
    /// Whether the files are written.
    pub files: WriteFiles,
}

impl Default for RebaseOptions {
    fn default() -> Self {
        Self {
            revision: None,
            onto: None,
            unpublished: None,
            database: AskDatabase::Yes,
            clashes: Clashes::Refuse,
            files: WriteFiles::Yes,
        }
    }
}

/// Whether a database is asked.
///
/// ```
/// use aludel_core::command::AskDatabase;
///
/// assert_ne!(AskDatabase::Yes, AskDatabase::No);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskDatabase {
    /// It is.
    Yes,
    /// None is at hand.
    No,
}

/// Whether files are written.
///
/// ```
/// use aludel_core::command::WriteFiles;
///
/// assert_ne!(WriteFiles::Yes, WriteFiles::No);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteFiles {
    /// They are.
    Yes,
    /// It is only said what would be.
    No,
}

/// What a rebase did.
///
/// ```
/// use aludel_core::command::RebaseReport;
///
/// fn files(report: &RebaseReport) -> usize {
///     report.moved.len()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RebaseReport {
    /// The revision that the moved ones follow now.
    pub onto: RevisionId,
    /// The revisions that got other parents, each after what it needs.
    pub moved: Vec<Moved>,
    /// Those that come along with them, their files unchanged.
    pub carried: Vec<RevisionId>,
    /// What the file `head` names afterwards.
    pub heads: Vec<RevisionId>,
    /// Whether the files were written.
    pub written: bool,
    /// What both sides touch.
    #[serde(flatten)]
    pub overlap: Overlap,
}

/// A revision that got other parents.
///
/// ```
/// use aludel_core::command::Moved;
///
/// fn said(moved: &Moved) -> String {
///     format!("{}: {:?} -> {:?}", moved.path.display(), moved.from, moved.revises)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The revision.
    pub revision: RevisionId,
    /// Its message.
    pub message: String,
    /// Its file.
    pub path: PathBuf,
    /// Its parents before.
    pub from: Vec<RevisionId>,
    /// Its parents after.
    pub revises: Vec<RevisionId>,
}

/// Makes the revisions of one side of a fork follow the head of the other: rewrites the line `revises:` where it has to
/// change, and the file `head`.
///
/// # Errors
/// Nothing to move or several things that could be, revisions that the database at hand has applied, sides that do not fit
/// together, damaged scripts, files that cannot be written. Then no file is changed.
pub async fn rebase(environment: &Environment, options: &RebaseOptions) -> Result<RebaseReport, Error> {
    let folder = &environment.scripts.folder;
    folder.demand()?;
    let scripts = environment.scripts.load()?;
    // The file `head` is not looked at: a conflict in it is what a rebase mends.
    scripts.demand_sound()?;
    let symbol = |word: &Option<String>| word.as_deref().map(str::parse::<Symbol>).transpose();
    let (revision, onto) = (symbol(&options.revision)?, symbol(&options.onto)?);
    let rebase = scripts.graph.rebase(revision.as_ref(), onto.as_ref(), options.unpublished.as_ref());
    let rebase = rebase.map_err(|error| circle(&error).unwrap_or_else(|| error.into()))?;
    let overlap = overlap(&scripts, &rebase);
    overlap.demand(options.clashes)?;
    if options.database == AskDatabase::Yes {
        refuse_applied(environment, &rebase).await?;
    }
    let mut moved = Vec::new();
    let mut files = Vec::new();
    for one in &rebase.reparented {
        let (entry, text) = moved_file(&scripts, one)?;
        files.push((entry.path.clone(), text));
        moved.push(entry);
    }
    let after = RevisionGraph::build(scripts.graph.rebased(&rebase));
    let mut heads: Vec<RevisionId> = after.heads().into_iter().map(|revision| revision.id.clone()).collect();
    heads.sort();
    let written = options.files == WriteFiles::Yes;
    if written {
        folder.rewrite(&files, &heads)?;
    }
    Ok(RebaseReport { onto: rebase.onto, moved, carried: rebase.carried, heads, written, overlap })
}

/// What the side that moves does besides the one that it does not know yet.
fn overlap(scripts: &Scripts, rebase: &Rebase) -> Overlap {
    let onto: Vec<&Revision> =
        scripts.graph.ancestors_of(&rebase.onto).into_iter().chain(scripts.graph.get(&rebase.onto)).collect();
    let moved: Vec<&Revision> = rebase.moved().filter_map(|id| scripts.graph.get(id)).collect();
    let known: Applied =
        rebase.reparented.iter().flat_map(|one| scripts.graph.ancestors_of(&one.revision)).map(id).collect();
    let fresh: Vec<&Revision> = onto.into_iter().filter(|revision| !known.contains(&revision.id)).collect();
    Overlap::of_sides(scripts, &moved, &fresh)
}

fn id(revision: &Revision) -> RevisionId {
    revision.id.clone()
}

/// Refuses to move what the database at hand has applied: there it would stand above something that was never run.
async fn refuse_applied(environment: &Environment, rebase: &Rebase) -> Result<(), Error> {
    let known = ledger::ask(environment).await.map_err(|error| {
        let help = error.help_text().unwrap_or("see that the database is there").to_owned();
        error.help(format!("{help}; or say `--no-database` if the revisions are applied nowhere"))
    })?;
    let applied = ledger::applied(&known.rows);
    let here: Vec<String> = rebase.moved().filter(|id| applied.contains(id)).map(|id| format!("\"{id}\"")).collect();
    if here.is_empty() {
        return Ok(());
    }
    let below = rebase.reparented.iter().find(|one| applied.contains(&one.revision));
    let target = below.and_then(|one| one.from.first()).map_or("base", RevisionId::as_str);
    let message = format!("{} has applied what would move: {}", environment.connector.describe(), here.join(", "));
    let help = format!(
        "take it back with `db downgrade {target}`, rebase, and upgrade again; or run `db merge` where others have applied \
         it too"
    );
    Err(Error::new(ErrorKind::Refused, message).help(help))
}

/// A revision with other parents, and the text of its file with them.
fn moved_file(scripts: &Scripts, one: &Reparented) -> Result<(Moved, String), Error> {
    let no_file = || Error::new(ErrorKind::Script, format!("revision \"{}\" has no file", one.revision));
    let revision = scripts.graph.get(&one.revision).ok_or_else(no_file)?;
    let path = revision.path.clone().ok_or_else(no_file)?;
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Error::caused(ErrorKind::Folder, format!("cannot read {}: {error}", path.display()), error))?;
    let text = with_parents(&path, &text, &one.revises)?;
    let (from, revises) = (one.from.clone(), one.revises.clone());
    Ok((Moved { revision: revision.id.clone(), message: revision.message.clone(), path, from, revises }, text))
}

/// What to say where the one side depends on the other already.
fn circle(error: &GraphError) -> Option<Error> {
    let GraphError::DependencyCycle { .. } = error else { return None };
    let message = format!("the rebase would make a circle: {error}");
    Some(Error::new(ErrorKind::Graph, message).help("move the other side: what depends on it can follow it"))
}
