//! Reports, in lines for people. Shapes are Alembic's, so that eyes that know it find their way.

use aludel_core::command::{
    CheckReport, Difference, MergeReport, Overlap, RebaseReport, RevisionInfo, RevisionReport, RunReport,
    StampedReport, StepDone,
};

use super::output::{BAD, GOOD, NOTABLE, line, styled};
use super::progress::heading;
use super::summary::summary;

/// What `migrate` and `check` say where there is nothing to say.
const AGREE: &str = "no changes: the models and the database agree\n";

/// What follows on a revision's id: labels, and where it stands.
pub(super) fn marks(info: &RevisionInfo) -> String {
    let mut marks = String::new();
    if !info.branch_labels.is_empty() {
        marks += &format!(" ({})", info.branch_labels.join(", "));
    }
    if info.is_head {
        marks += &format!(" {}", styled(GOOD, "(head)"));
    }
    if info.is_effective_head {
        marks += " (effective head)";
    }
    if info.is_current == Some(true) {
        marks += &format!(" {}", styled(NOTABLE, "(current)"));
    }
    if let Some(direction) = &info.half_done {
        marks += &format!(" {}", styled(BAD, &format!("({direction} half done)")));
    }
    if info.is_branch_point {
        marks += " (branchpoint)";
    }
    if info.is_merge_point {
        marks += " (mergepoint)";
    }
    marks
}

fn ids<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What stands before a revision's id: what it follows and depends on.
pub(super) fn parents(info: &RevisionInfo) -> String {
    let mut text = if info.revises.is_empty() { "<base>".to_owned() } else { ids(&info.revises) };
    if !info.depends_on.is_empty() {
        text += &format!(" ({})", info.depends_on.join(", "));
    }
    text
}

/// `heads`, `current`: the ids. That those which `current` lists are the current ones goes without saying.
pub(super) fn standing(infos: &[RevisionInfo], verbose: bool) -> String {
    let unmarked: Vec<_> = infos.iter().map(|info| RevisionInfo { is_current: None, ..info.clone() }).collect();
    each(&unmarked, verbose, |info| format!("{}{}", info.revision, marks(info)))
}

/// Each revision in one line, or with all there is to say of it.
fn each(infos: &[RevisionInfo], verbose: bool, short: impl Fn(&RevisionInfo) -> String) -> String {
    let shown = |info: &RevisionInfo| if verbose { full(info) } else { short(info) } + "\n";
    infos.iter().map(shown).collect()
}

/// `branches`: each branch point with what follows it.
pub(super) fn branches(infos: &[RevisionInfo]) -> String {
    let mut text = String::new();
    for info in infos {
        line(&mut text, format!("{}{}", info.revision, marks(info)));
        let indent = " ".repeat(info.revision.as_str().len() + 1);
        for child in &info.followed_by {
            line(&mut text, format!("{indent}-> {child}"));
        }
    }
    text
}

/// `show`: all there is to say of a revision.
pub(super) fn full(info: &RevisionInfo) -> String {
    let mut text = String::new();
    line(&mut text, format!("Rev: {}{}", info.revision, marks(info)));
    match info.revises.len() {
        0 => line(&mut text, "Parent: <base>"),
        1 => line(&mut text, format!("Parent: {}", ids(&info.revises))),
        _ => line(&mut text, format!("Merges: {}", ids(&info.revises))),
    }
    if !info.depends_on.is_empty() {
        line(&mut text, format!("Also depends on: {}", info.depends_on.join(", ")));
    }
    if info.followed_by.len() > 1 {
        line(&mut text, format!("Branches into: {}", ids(&info.followed_by)));
    }
    if !info.branch_labels.is_empty() {
        line(&mut text, format!("Branch names: {}", info.branch_labels.join(", ")));
    }
    for (what, value) in [("Path", &info.path), ("Author", &info.author), ("Created", &info.created)] {
        if let Some(value) = value {
            line(&mut text, format!("{what}: {value}"));
        }
    }
    line(&mut text, "");
    line(&mut text, format!("    {}", info.message));
    if !info.description.is_empty() {
        line(&mut text, "");
        info.description.lines().for_each(|words| line(&mut text, format!("    {words}").trim_end()));
    }
    text
}

/// `inspect --output`: the file that was written.
pub(super) fn wrote(path: &std::path::Path) -> String {
    format!("{} {}\n", styled(GOOD, "wrote"), path.display())
}

/// `revision`, `migrate`, `merge`: what was written.
pub(super) fn written(report: &RevisionReport) -> String {
    let Some(path) = &report.path else { return AGREE.to_owned() };
    let mut text = summary(&report.operations, "  ");
    line(&mut text, format!("{} {}", styled(GOOD, "wrote"), path.display()));
    losses(&report.losses, "", &mut text);
    if let Some(why) = &report.irreversible {
        line(&mut text, format!("{}: {why}", styled(NOTABLE, "no way back")));
    }
    text
}

/// What data may be lost, one thing in each line.
fn losses(losses: &[String], before: &str, text: &mut String) {
    for loss in losses {
        line(text, format!("{before}{}: {loss}", styled(BAD, "loses data")));
    }
}

/// `merge`: what was written, and what the sides have in common.
pub(super) fn merged(report: &MergeReport) -> String {
    format!("{}{}", overlapping(&report.overlap), written(&report.written))
}

/// `rebase`: what moved, and what the sides have in common.
pub(super) fn rebased(report: &RebaseReport) -> String {
    let mut text = overlapping(&report.overlap);
    let moved = if report.written { "moved" } else { "would move" };
    for one in &report.moved {
        let from = if one.from.is_empty() { "<base>".to_owned() } else { ids(&one.from) };
        let way = format!("{} from {from} to {}, {}", one.revision, ids(&one.revises), one.message);
        line(&mut text, format!("{} {way}", styled(GOOD, moved)));
    }
    for id in &report.carried {
        line(&mut text, format!("{} {id}, which comes along", styled(GOOD, moved)));
    }
    let files = report.moved.iter().map(|one| one.path.display().to_string());
    let wrote = if report.written { "wrote" } else { "would write" };
    files.for_each(|file| line(&mut text, format!("{} {file}", styled(GOOD, wrote))));
    line(&mut text, format!("the head is {}", ids(&report.heads)));
    text
}

/// What two sides both touch.
fn overlapping(overlap: &Overlap) -> String {
    let mut text = String::new();
    for clash in &overlap.clashes {
        line(&mut text, format!("{}: {clash}", styled(BAD, "does not fit together")));
    }
    for unseen in &overlap.unseen {
        line(&mut text, format!("{}: {unseen}", styled(NOTABLE, "cannot be looked into")));
    }
    for shared in &overlap.shared {
        line(&mut text, format!("both sides change {shared}, and fit together"));
    }
    if text.is_empty() { "the sides touch nothing in common\n".to_owned() } else { text }
}

/// `upgrade`, `downgrade`: what was run.
pub(super) fn run(report: &RunReport) -> String {
    let mut text = heading(&report.database);
    if report.steps.is_empty() {
        line(&mut text, "nothing to do");
    }
    report.steps.iter().for_each(|one| line(&mut text, step(one)));
    text
}

/// One revision that was run.
pub(super) fn step(step: &StepDone) -> String {
    let below = if step.revises.is_empty() { "<base>".to_owned() } else { ids(&step.revises) };
    let way = if step.direction == "upgrade" {
        format!("{below} -> {}", step.revision)
    } else {
        format!("{} -> {below}", step.revision)
    };
    let how = if step.skipped { "run by somebody else".to_owned() } else { format!("{} ms", step.duration_ms) };
    format!("{} {way}, {} ({how})", styled(GOOD, &step.direction), step.message)
}

/// `stamp`: what the ledger says now.
pub(super) fn stamped(report: &StampedReport) -> String {
    let current = if report.current.is_empty() { "<base>".to_owned() } else { ids(&report.current) };
    format!("database {}\nstamped {current}\n", report.database)
}

/// `check`: what differs.
pub(super) fn check(report: &CheckReport) -> String {
    let mut text = String::new();
    if !report.pending.is_empty() {
        line(&mut text, format!("{} not applied yet: {}", styled(NOTABLE, "pending"), ids(&report.pending)));
    }
    if !report.difference.operations.is_empty() {
        line(&mut text, "the models and the database differ:");
        text += &summary(&report.difference.operations, "  ");
        losses(&report.difference.losses, "", &mut text);
    }
    // What is left are warnings, which stand elsewhere.
    if text.is_empty() && report.compared { AGREE.to_owned() } else { text }
}

/// `diff`: what differs, and the statements for it.
pub(super) fn difference(difference: &Difference) -> String {
    if difference.operations.is_empty() {
        return "no difference\n".to_owned();
    }
    let mut text = summary(&difference.operations, "-- ");
    losses(&difference.losses, "-- ", &mut text);
    if let Some(unsupported) = &difference.unsupported {
        line(&mut text, format!("-- {}: {unsupported}", styled(NOTABLE, "not possible here")));
    }
    difference.upgrade.iter().for_each(|statement| line(&mut text, terminated(statement)));
    text
}

/// Statements, each with its semicolon.
pub(super) fn statements(statements: &[String]) -> String {
    statements.iter().map(|statement| format!("{}\n", terminated(statement))).collect()
}

/// A statement with its semicolon.
pub(super) fn terminated(statement: &str) -> String {
    format!("{};", statement.trim_end().trim_end_matches(';'))
}
