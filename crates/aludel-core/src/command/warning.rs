//! What is odd without being an error: said in the report, and no reason to stop.

use super::revision::stale_head;
use crate::environment::{Environment, Scripts};
use crate::exec::LedgerRow;
use crate::revision::{Applied, Revision, RevisionId, Target};

/// That the file `head` does not name where the scripts end: a run needs it not, but whoever changes scripts does.
pub(super) fn of_head_file(environment: &Environment, scripts: &Scripts) -> Option<String> {
    let stale = stale_head(environment, scripts).err()?;
    Some(format!("{stale}: {}", stale.help_text().unwrap_or_default()))
}

/// Files whose names, as they are usually made, hold the id of another revision than their headers.
pub(super) fn of_file_names(environment: &Environment, scripts: &Scripts) -> Vec<String> {
    if environment.settings.file_name.is_some() {
        return Vec::new();
    }
    let say = |revision: &Revision| {
        let path = revision.path.as_ref()?;
        let named = named_id(path.file_stem()?.to_str()?, &revision.id)?;
        let (place, id) = (path.display(), &revision.id);
        Some(format!(
            "{place} is named after revision \"{named}\", and its header says \"{id}\": rename the file, or change its header"
        ))
    };
    scripts.graph.iter().filter_map(say).collect()
}

/// The id in a name such as `2026_11_20_0906-8f2c1a90b3d4_create_users`, unless it is this one.
fn named_id<'a>(stem: &'a str, id: &RevisionId) -> Option<&'a str> {
    let (time, rest) = stem.split_once('-')?;
    let is_time = time.len() == 15 && time.chars().all(|c| c.is_ascii_digit() || c == '_');
    let is_this = match rest.strip_prefix(id.as_str()) {
        Some(after) => after.is_empty() || after.starts_with('_'),
        // A name that was cut where it got too long.
        None => id.as_str().starts_with(rest),
    };
    (is_time && !is_this).then(|| rest.split('_').next().unwrap_or(rest))
}

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
