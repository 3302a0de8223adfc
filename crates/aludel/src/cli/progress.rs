//! What is shown of a run while it is under way: on a terminal a line for each revision, and everywhere who is waited for.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aludel_core::environment::Environment;
use aludel_core::exec::Progress;

use super::output::{GOOD, NOTABLE, Printer, styled};

/// So many rows take long enough to be told of.
const LONG: u64 = 100_000;

/// A line of a terminal that may not be at its end yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Live {
    begun: Arc<AtomicBool>,
    open: Arc<AtomicBool>,
}

impl Live {
    /// One for people who look on, if there are any.
    pub(super) fn on_terminal() -> Option<Self> {
        std::io::stdout().is_terminal().then(Self::default)
    }

    /// What ends the line that is open, if one is.
    pub(super) fn end(&self) -> &'static str {
        if self.open.swap(false, Ordering::Relaxed) { "\n" } else { "" }
    }

    /// The line above all others; nothing where it stands there already.
    pub(super) fn heading(&self, database: &str) -> String {
        if self.begun.swap(true, Ordering::Relaxed) { String::new() } else { heading(database) }
    }

    /// What to print when something happens.
    fn shown(&self, database: &str, progress: &Progress) -> String {
        match progress {
            Progress::Begun { turn } => {
                let heading = self.heading(database);
                let before = self.end();
                self.open.store(true, Ordering::Relaxed);
                let place = format!("{:>width$}/{}", turn.number, turn.total, width = turn.total.to_string().len());
                format!("{before}{heading}  {place} {} {} {} …", turn.direction, turn.revision, turn.message)
            }
            Progress::Finished { duration, skipped, .. } => {
                let how = if *skipped {
                    "run by somebody else".to_owned()
                } else {
                    styled(GOOD, &format!("{:.2} s", duration.as_secs_f64()))
                };
                format!(" {how}{}", self.end())
            }
            Progress::Copying { table, rows, .. } if *rows >= LONG => format!(" {table} is made anew, {rows} rows …"),
            Progress::Copying { .. } => String::new(),
            retrying => format!("{}{}", self.end(), waiting(retrying)),
        }
    }
}

/// The line that names the database of a run.
pub(super) fn heading(database: &str) -> String {
    format!("database {database}\n")
}

/// An environment whose runs are shown as they go on.
pub(super) fn shown(mut environment: Environment, printer: &Printer) -> Environment {
    let (printer, database) = (printer.clone(), environment.connector.describe());
    let also = environment.settings.observer.take();
    environment.settings.observer = Some(Arc::new(move |progress| {
        match printer.live() {
            Some(live) => printer.plain(&live.shown(&database, progress)),
            None => printer.interruption(waiting(progress).trim_end()),
        }
        if let Some(also) = &also {
            also(progress);
        }
    }));
    environment
}

/// That somebody is waited for.
fn waiting(progress: &Progress) -> String {
    let Progress::Retrying { turn, cause, attempts, blockers } = progress else { return String::new() };
    let waiting = styled(NOTABLE, "waiting");
    let tries = if *attempts == 1 { "try" } else { "tries" };
    let mut text =
        format!("{waiting}: revision \"{}\" is tried again, after {attempts} {tries}: {cause}\n", turn.revision);
    blockers.iter().for_each(|blocker| text += &format!("  in the way: {blocker}\n"));
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aludel_core::exec::Turn;
    use aludel_core::revision::Direction;

    use super::*;

    fn turn(number: usize) -> Turn {
        let revision = "8f2c1a90b3d4".parse().expect("it is an id");
        Turn { revision, message: "create users".into(), direction: Direction::Upgrade, number, total: 12 }
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_revision_is_a_line_that_ends_with_its_time() {
        let live = Live::default();
        let mut shown = live.shown("app.db", &Progress::Begun { turn: turn(1) });
        let end = Progress::Finished { turn: turn(1), duration: Duration::from_millis(120), skipped: false };
        shown += &live.shown("app.db", &end);
        shown += &live.shown("app.db", &Progress::Begun { turn: turn(2) });
        shown += live.end();
        assert_eq!(
            plain(&shown),
            "database app.db\n   1/12 upgrade 8f2c1a90b3d4 create users … 0.12 s\n   2/12 upgrade 8f2c1a90b3d4 create \
             users …\n"
        );
        assert_eq!(live.end(), "", "the line has its end");
    }

    #[test]
    fn a_table_of_many_rows_is_told_of() {
        let copying = |rows| Progress::Copying { turn: turn(1), table: "users".into(), rows };
        let live = Live::default();
        assert_eq!(live.shown("app.db", &copying(1_000_000)), " users is made anew, 1000000 rows …");
        assert_eq!(live.shown("app.db", &copying(7)), "");
    }

    #[test]
    fn who_is_in_the_way_stands_in_lines_of_its_own() {
        let live = Live::default();
        let begun = live.shown("app.db", &Progress::Begun { turn: turn(3) });
        let blockers = vec!["process 7".to_owned()];
        let retrying = Progress::Retrying { turn: turn(3), cause: "lock timeout".into(), attempts: 1, blockers };
        let shown = plain(&(begun + &live.shown("app.db", &retrying)));
        assert!(
            shown.ends_with(
                "create users …\nwaiting: revision \"8f2c1a90b3d4\" is tried again, after 1 try: lock timeout\n  in \
                 the way: process 7\n"
            ),
            "{shown}"
        );
    }
}
