//! What is odd without being an error: said in the report, and no reason to stop.

use super::revision::stale_head;
use crate::environment::{Environment, LoadedScript, Scripts};
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
    if matches!(target, Target::Upgrade(_)) {
        warnings.extend(unknown(scripts, rows));
    }
    if let Some(guess) = scripts.graph.guess(applied, target) {
        warnings.push(format!("several revisions are current; the steps were counted from \"{guess}\""));
    }
    warnings
}

/// Revisions that are applied and have no script.
fn unknown(scripts: &Scripts, rows: &[LedgerRow]) -> Option<String> {
    let is_unknown = |row: &&LedgerRow| matches!(scripts.get(&row.revision), Some(LoadedScript::Remembered(_)));
    let ids: Vec<String> = rows.iter().filter(is_unknown).map(|row| format!("\"{}\"", row.revision)).collect();
    let subject = match ids.len() {
        0 => return None,
        1 => "revision",
        _ => "revisions",
    };
    Some(format!("the database is ahead: no script has {subject} {}, applied here", ids.join(", ")))
}

/// Applied scripts whose text is not what was run.
pub(super) fn edited(scripts: &Scripts, rows: &[LedgerRow]) -> Vec<String> {
    let say = |row: &LedgerRow| {
        let path = scripts.graph.get(&row.revision).and_then(|revision| revision.path.as_ref());
        let place = path.map_or_else(|| format!("revision \"{}\"", row.revision), |path| path.display().to_string());
        format!("{place} was edited after it was applied")
    };
    rows.iter().filter(|row| is_edited(scripts, row)).map(say).collect()
}

/// True for an applied script whose text is not what was run.
pub(super) fn is_edited(scripts: &Scripts, row: &LedgerRow) -> bool {
    let now = scripts.checksum(&row.revision);
    now.is_some_and(|now| !row.checksum.is_empty() && now != row.checksum)
}
