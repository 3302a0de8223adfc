//! What is odd without being an error: said in the report, and no reason to stop.

use crate::environment::Scripts;
use crate::exec::LedgerRow;
use crate::revision::{Applied, Target};

/// What a run should say before it starts.
pub(super) fn of_run(scripts: &Scripts, rows: &[LedgerRow], applied: &Applied, target: &Target) -> Vec<String> {
    let mut warnings = edited(scripts, rows);
    if let Some(guess) = scripts.graph.guess(applied, target) {
        warnings.push(format!("several revisions are current; the steps were counted from \"{guess}\""));
    }
    warnings
}

/// Applied scripts whose text is not what was run.
pub(super) fn edited(scripts: &Scripts, rows: &[LedgerRow]) -> Vec<String> {
    let changed = |row: &&LedgerRow| {
        let now = scripts.checksum(&row.revision);
        now.is_some_and(|now| !row.checksum.is_empty() && now != row.checksum)
    };
    let say = |row: &LedgerRow| {
        let path = scripts.graph.get(&row.revision).and_then(|revision| revision.path.as_ref());
        let place = path.map_or_else(|| format!("revision \"{}\"", row.revision), |path| path.display().to_string());
        format!("{place} was edited after it was applied")
    };
    rows.iter().filter(changed).map(say).collect()
}
