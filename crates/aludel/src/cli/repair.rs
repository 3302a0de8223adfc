//! `repair`: its flags and its words.

use aludel_core::command::{self as core, DoubtState, HalfDoneState, Obstruction, Repair, RepairReport};
use aludel_core::environment::Environment;
use aludel_core::error::Error;

use super::args::Repairing;
use super::exit::Exit;
use super::output::{BAD, GOOD, NOTABLE, Printer, line, styled};
use super::{text, with_timeout};

/// Shows what is half done, or settles it.
pub(super) async fn repair(environment: Environment, wanted: &Repairing, printer: &Printer) -> Result<Exit, Error> {
    let mut environment = with_timeout(environment, wanted.lock_timeout);
    wanted.limiting.limit(&mut environment.settings)?;
    environment.settings.single_writer |= wanted.single_writer;
    let report = core::repair(&environment, &step(wanted)).await?;
    printer.result(&report, &words(&report));
    Ok(Exit::Done)
}

fn step(wanted: &Repairing) -> Repair {
    match wanted {
        Repairing { accept: Some(revisions), .. } => Repair::Accept(revisions.clone()),
        Repairing { done: true, .. } => Repair::Done,
        Repairing { not_done: true, .. } => Repair::NotDone,
        Repairing { finish: true, .. } => Repair::Finish,
        Repairing { back: true, .. } => Repair::Back,
        _ => Repair::Show,
    }
}

fn words(report: &RepairReport) -> String {
    let mut text = String::new();
    line(&mut text, format!("database {}", report.database));
    report.steps.iter().for_each(|step| line(&mut text, text::step(step)));
    if let Some(revision) = &report.taken_back {
        line(&mut text, format!("{} {revision}: what was done of it", styled(GOOD, "took back")));
    }
    report.accepted.iter().for_each(|id| line(&mut text, format!("{} {id} as it is now", styled(GOOD, "accepted"))));
    match &report.half_done {
        Some(state) => half_done(&mut text, state),
        None => line(&mut text, "no revision is half done"),
    }
    if !report.edited.is_empty() {
        report.edited.iter().for_each(|edited| line(&mut text, format!("{}: {edited}", styled(NOTABLE, "edited"))));
        line(&mut text, "say `db repair --accept` if the present text is the right one");
    }
    text
}

fn half_done(text: &mut String, state: &HalfDoneState) {
    let HalfDoneState { revision, direction, at, done, in_doubt, to_come, unplanned, no_way_back } = state;
    let heading = format!("the {direction} of {revision} is half done since {at}:");
    line(text, styled(BAD, &heading));
    done.iter().for_each(|one| line(text, format!("  {} {} {}", one.number, styled(GOOD, "done"), brief(&one.sql))));
    if let Some(doubt) = in_doubt {
        line(text, format!("  {} {} {}", doubt.number, styled(NOTABLE, "in doubt"), brief(&doubt.sql)));
        line(text, format!("    {}", found(doubt)));
    }
    to_come.iter().for_each(|one| line(text, format!("  {} to come {}", one.number, brief(&one.sql))));
    if let Some(why) = unplanned {
        line(text, format!("  the rest cannot be told: {}", why.message));
    }
    if let Some(Obstruction { message, .. }) = no_way_back {
        line(text, message);
    }
    let is_unclear = in_doubt.as_ref().is_some_and(|doubt| doubt.outcome == "unclear");
    line(text, way_out(is_unclear, unplanned.as_ref(), no_way_back.as_ref()));
}

/// What can be said to `repair` of what is half done.
fn way_out(is_unclear: bool, unplanned: Option<&Obstruction>, no_way_back: Option<&Obstruction>) -> String {
    const JUDGE: &str = "say `db repair --done` or `db repair --not-done`, then";
    match (is_unclear, unplanned, no_way_back) {
        (true, None, None) => format!("{JUDGE} `db repair --finish` or `db repair --back`"),
        (true, None, Some(_)) => format!("{JUDGE} `db repair --finish`"),
        (true, Some(_), None) => format!("{JUDGE} `db repair --back`"),
        (false, None, None) => {
            "say `db repair --finish` to run the rest, or `db repair --back` to take back what is done".to_owned()
        }
        (false, Some(Obstruction { help, .. }), None) => {
            format!("say `db repair --back` to take back what is done; or {help}")
        }
        (_, Some(Obstruction { help, .. }), Some(_)) | (false, None, Some(Obstruction { help, .. })) => help.clone(),
    }
}

/// What a look at the database says of a statement in doubt.
pub(super) fn found(doubt: &DoubtState) -> &str {
    match (doubt.outcome.as_str(), &doubt.found) {
        ("done", _) => "it took effect",
        ("not_done", _) => "it did not take effect, or can run again without harm",
        (_, Some(found)) => found,
        (_, None) => "nothing is known of it",
    }
}

/// The first line of a statement that says something, with `…` where more follows.
pub(super) fn brief(sql: &str) -> String {
    const LONGEST: usize = 100;
    let mut lines = sql.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
    let first = lines.next().unwrap_or_default();
    if first.chars().count() > LONGEST {
        first.chars().take(LONGEST - 1).chain(['…']).collect()
    } else if lines.next().is_some() {
        format!("{first} …")
    } else {
        first.to_owned()
    }
}
