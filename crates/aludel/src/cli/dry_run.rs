//! What `--dry-run` shows.

use aludel_core::command::{Obstruction, Outlook, Planned, StatementState, Undo};
use aludel_core::dialect::{Blocks, Effect, Effort};

use super::output::{Printer, line};
use super::repair::{brief, found};
use super::text::terminated;

/// Shows what a run would do.
pub(super) fn show(planned: &[Planned], printer: &Printer) {
    printer.result(&planned, &words(planned));
}

/// The statements, as a script that could be run.
fn words(steps: &[Planned]) -> String {
    let mut text = String::new();
    for step in steps {
        line(&mut text, format!("-- {} {}, {}", step.direction, step.revision, step.message));
        if let Some(outlook) = &step.half_done {
            half_done(&mut text, outlook);
        }
        if step.estimate && !step.statements.is_empty() {
            line(&mut text, "-- an estimate: what runs before it may leave another schema");
        }
        if !step.statements.is_empty() {
            line(&mut text, format!("-- {}", undo(step.undo)));
        }
        step.losses.iter().for_each(|loss| line(&mut text, format!("-- loses data: {loss}")));
        let mut before = None;
        for statement in &step.statements {
            if before != Some(&statement.effects) {
                effects(&mut text, statement.effects.as_deref());
                before = Some(&statement.effects);
            }
            line(&mut text, terminated(&statement.sql));
        }
        line(&mut text, "");
    }
    if steps.is_empty() { "-- nothing to do\n".to_owned() } else { text }
}

/// Where a revision stands, and what a run would make of it.
fn half_done(text: &mut String, outlook: &Outlook) {
    let Outlook { at, done, in_doubt, goes_on_with, stops } = outlook;
    line(text, format!("-- half done since {at}: {}", said_done(done)));
    if let Some(doubt) = in_doubt {
        line(text, format!("-- statement {} is in doubt: {}", doubt.number, brief(&doubt.sql)));
        line(text, format!("--   {}", found(doubt)));
    }
    match (stops, goes_on_with) {
        (Some(Obstruction { message, help }), _) => {
            line(text, "-- a run stops here with exit code 6:");
            message.lines().for_each(|words| line(text, format!("--   {words}")));
            line(text, format!("--   help: {help}"));
        }
        (None, Some(number)) => line(text, format!("-- a run goes on with statement {number}")),
        (None, None) => line(text, "-- a run only writes down that it is done"),
    }
}

fn said_done(done: &[StatementState]) -> String {
    match done {
        [] => "no statement is known to be done".to_owned(),
        [_] => "statement 1 is done".to_owned(),
        done => format!("statements 1 to {} are done", done.len()),
    }
}

fn undo(undo: Undo) -> &'static str {
    match undo {
        Undo::Rollback => "one transaction: all of it is kept, or nothing",
        Undo::Downgrade => "each statement is kept by itself; the way back undoes them",
        Undo::None => "each statement is kept by itself, and there is no way back",
    }
}

/// What statements do to those who use the tables meanwhile.
fn effects(text: &mut String, effects: Option<&[Effect]>) {
    let Some(effects) = effects else { return line(text, "-- what this locks is not known") };
    for Effect { table, lock, blocks, effort } in effects {
        let table = table.as_ref().map_or_else(|| "the whole database".to_owned(), ToString::to_string);
        let blocks = match blocks {
            Blocks::Nothing => "others go on",
            Blocks::Changes => "others go on, once it has got its lock",
            Blocks::Writes => "others can only read",
            Blocks::All => "others wait",
        };
        let effort = match effort {
            Effort::Brief => "brief",
            Effort::Scan => "reads all rows",
            Effort::Build => "builds an index",
            Effort::Rewrite => "writes all rows anew",
        };
        line(text, format!("-- locks {table} ({lock}): {blocks}; {effort}"));
    }
}
