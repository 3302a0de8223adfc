//! `merge`, `rebase`, `heads --check`: what brings the work of several people together.

use aludel_core::command::{
    self, AskDatabase, Clashes, HeadsOptions, MergeOptions, RebaseOptions, RevisionOptions, WriteFiles,
};
use aludel_core::environment::Environment;
use aludel_core::error::Error;

use super::args::{Moving, NewMerge};
use super::exit::Exit;
use super::output::Printer;
use super::{format_of, git, text};

/// Joins heads by a new revision.
pub(super) fn merge(
    environment: &Environment,
    new: &NewMerge,
    revisions: &[String],
    allow_clashes: bool,
    printer: &Printer,
) -> Result<(), Error> {
    let message = new.message.clone().unwrap_or_else(|| format!("merge {}", revisions.join(" and ")));
    let new = RevisionOptions {
        branch_labels: new.branch_label.clone(),
        id: new.rev_id.clone(),
        splice: new.splice,
        version_path: new.version_path.clone(),
        format: new.format.map(format_of),
        ..RevisionOptions::new(message)
    };
    let options = MergeOptions { revisions: revisions.to_vec(), new, clashes: clashes(allow_clashes) };
    let report = command::merge(environment, &options)?;
    printer.result(&report, &text::merged(&report));
    Ok(())
}

/// Puts one side of a fork after the other.
pub(super) async fn rebase(environment: &Environment, rebase: &Moving, printer: &Printer) -> Result<(), Error> {
    let named = rebase.revision.is_some() || rebase.onto.is_some();
    let options = RebaseOptions {
        revision: rebase.revision.clone(),
        onto: rebase.onto.clone(),
        unpublished: if named { None } else { git::unpublished(environment)? },
        database: if rebase.no_database { AskDatabase::No } else { AskDatabase::Yes },
        clashes: clashes(rebase.allow_clashes),
        files: if rebase.dry_run { WriteFiles::No } else { WriteFiles::Yes },
    };
    let report = command::rebase(environment, &options).await?;
    printer.result(&report, &text::rebased(&report));
    Ok(())
}

/// Looks whether there is one head, and the file `head` names it.
pub(super) fn check_heads(
    environment: &Environment,
    resolve_dependencies: bool,
    verbose: bool,
    printer: &Printer,
) -> Result<Exit, Error> {
    let check = command::check_heads(environment, HeadsOptions { resolve_dependencies })?;
    printer.warnings(&check.problems);
    printer.result(&check, &text::standing(&check.heads, verbose));
    Ok(if check.problems.is_empty() { Exit::Done } else { Exit::Difference })
}

fn clashes(allow: bool) -> Clashes {
    if allow { Clashes::Allow } else { Clashes::Refuse }
}
