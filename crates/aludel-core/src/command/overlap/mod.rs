//! What two sides of a fork both touch, and whether they fit together.

mod effect;
mod recorded;
mod sql;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::dialect;
use crate::environment::{LoadedScript, Scripts};
use crate::error::{Error, ErrorKind};
use crate::revision::{Direction, Revision, RevisionId};
use effect::{Change, Effect, Part, Space, clash};
use recorded::Seen;

/// Whether sides that do not fit together may be joined all the same.
///
/// ```
/// use aludel_core::command::Clashes;
///
/// assert_ne!(Clashes::Allow, Clashes::Refuse);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clashes {
    /// They may.
    Allow,
    /// They may not.
    Refuse,
}

/// What two sides of a fork both touch.
///
/// ```
/// use aludel_core::command::Overlap;
///
/// assert!(Overlap::default().clashes.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// What does not fit together, in words.
    pub clashes: Vec<String>,
    /// What both change without being in each other's way: tables, as in `table users`.
    pub shared: Vec<String>,
    /// What cannot be known: functions, SQL of unknown effect, scripts that this program was not built with.
    pub unseen: Vec<String>,
}

impl Overlap {
    /// What several heads do besides one another, each with each.
    pub(super) fn of(scripts: &Scripts, heads: &[RevisionId]) -> Self {
        let mut overlap = Self::default();
        for (place, one) in heads.iter().enumerate() {
            for other in heads.iter().skip(place + 1) {
                overlap.add(Self::of_sides(scripts, &scripts.graph.side(one, other), &scripts.graph.side(other, one)));
            }
        }
        overlap
    }

    /// What two lists of revisions do besides one another. Each script is asked what it says to each database, since this
    /// is known without one.
    pub(super) fn of_sides(scripts: &Scripts, one: &[&Revision], other: &[&Revision]) -> Self {
        let mut overlap = Self::default();
        for name in dialect::NAMES {
            let sides = [Side::of(scripts, one, name), Side::of(scripts, other, name)];
            let (mut shared, mut clashes, mut unseen) = (Vec::new(), Vec::new(), Vec::new());
            compare(&sides, &mut shared, &mut clashes);
            sides.into_iter().for_each(|side| unseen.extend(side.unseen));
            overlap.add(Self { clashes, shared, unseen });
        }
        overlap
    }

    fn add(&mut self, more: Self) {
        let fresh = |here: &mut Vec<String>, more: Vec<String>| {
            for text in more {
                if !here.contains(&text) {
                    here.push(text);
                }
            }
        };
        fresh(&mut self.clashes, more.clashes);
        fresh(&mut self.shared, more.shared);
        fresh(&mut self.unseen, more.unseen);
    }

    /// Refuses sides that do not fit together.
    pub(super) fn demand(&self, clashes: Clashes) -> Result<(), Error> {
        if clashes == Clashes::Allow || self.clashes.is_empty() {
            return Ok(());
        }
        let message = format!("the two sides do not fit together: {}", self.clashes.join("; "));
        Err(Error::new(ErrorKind::Refused, message)
            .help("change one of the scripts, or say `--allow-clashes` if it is right as it is"))
    }
}

/// What one side does: by what it is done to, each effect with its revision.
struct Side<'r> {
    effects: BTreeMap<(Space, String), Vec<(&'r RevisionId, Effect)>>,
    unseen: Vec<String>,
}

impl<'r> Side<'r> {
    fn of(scripts: &Scripts, revisions: &[&'r Revision], dialect: &str) -> Self {
        let mut side = Self { effects: BTreeMap::new(), unseen: Vec::new() };
        let Some(spoken) = dialect::by_name(dialect) else { return side };
        for revision in revisions {
            if revision.dialect.as_deref().is_some_and(|only| only != dialect) {
                continue;
            }
            let mut seen = Seen::default();
            match scripts.record(&revision.id, Direction::Upgrade, dialect) {
                Ok(said) => said.recording.recorded.iter().for_each(|one| seen.take(one, &*spoken)),
                Err(error) => seen.unseen.push(error.to_string()),
            }
            let place =
                revision.path.as_ref().map_or_else(|| revision.id.to_string(), |path| path.display().to_string());
            let recorded = matches!(scripts.get(&revision.id), Some(LoadedScript::Script { .. }));
            side.unseen.extend(seen.unseen.into_iter().filter(|_| recorded).map(
                |what| match what.starts_with(&place) {
                    true => what,
                    false => format!("{place} {what}"),
                },
            ));
            for effect in seen.effects {
                side.effects.entry(effect.place.owner.clone()).or_default().push((&revision.id, effect));
            }
        }
        side.effects.values_mut().for_each(settle);
        side.effects.retain(|_, effects| !effects.is_empty());
        side
    }
}

/// Takes together what one side does to one thing: what is made and dropped again is nothing, what is dropped and made
/// again is written anew.
fn settle(effects: &mut Vec<(&RevisionId, Effect)>) {
    let is_whole =
        |effect: &Effect| effect.place.part.is_none() && matches!(effect.change, Change::Make | Change::Drop);
    let whole: Vec<Change> =
        effects.iter().filter(|(_, effect)| is_whole(effect)).map(|(_, effect)| effect.change).collect();
    match (whole.first(), whole.last()) {
        (Some(Change::Make), Some(Change::Drop)) => effects.clear(),
        (Some(Change::Drop), Some(Change::Make)) => {
            let last = effects.iter().rposition(|(_, effect)| is_whole(effect)).unwrap_or_default();
            let mut place = 0;
            effects.retain(|(_, effect)| {
                place += 1;
                !is_whole(effect) || place == last + 1
            });
            for (_, effect) in effects.iter_mut().filter(|(_, effect)| is_whole(effect)) {
                (effect.change, effect.verb) = (Change::Rebuild, "writes anew");
            }
        }
        _ => {}
    }
}

fn compare(sides: &[Side<'_>; 2], shared: &mut Vec<String>, clashes: &mut Vec<String>) {
    let [one, other] = sides;
    for (owner, effects) in &one.effects {
        let Some(others) = other.effects.get(owner) else { continue };
        let found = clashes_of(effects, others);
        let changes = |effects: &[(&RevisionId, Effect)]| effects.iter().any(|(_, effect)| effect.changes());
        if found.is_empty() && changes(effects) && changes(others) {
            shared.push(match owner.0 {
                Space::Namespace => format!("namespace {}", owner.1),
                Space::Relation => format!("table {}", owner.1),
                Space::Index => format!("index {}", owner.1),
                Space::Type => format!("enum type {}", owner.1),
            });
        }
        clashes.extend(found);
    }
}

/// What does not fit together of what is done to one thing. Where the whole of it clashes, its parts go without saying.
fn clashes_of(ones: &[(&RevisionId, Effect)], others: &[(&RevisionId, Effect)]) -> Vec<String> {
    let is_row = |effect: &Effect| matches!(effect.place.part, Some((Part::Row, _)));
    let rows: BTreeSet<_> = others.iter().filter(|(_, other)| is_row(other)).map(|(_, row)| &row.place).collect();
    let (mut of_whole, mut of_parts) = (Vec::new(), Vec::new());
    for (one_id, one) in ones {
        if is_row(one) && !rows.contains(&one.place) && others.iter().all(|(_, other)| other.place.part.is_some()) {
            continue;
        }
        for (other_id, other) in others.iter().filter(|(_, other)| clash(one, other)) {
            let said = if one.verb == other.verb && one.noun == other.noun {
                format!("\"{one_id}\" {} {}, and so does \"{other_id}\"", one.verb, one.noun)
            } else {
                format!("\"{one_id}\" {} {}, and \"{other_id}\" {} {}", one.verb, one.noun, other.verb, other.noun)
            };
            let both_whole = one.place.part.is_none() && other.place.part.is_none();
            let list = if both_whole { &mut of_whole } else { &mut of_parts };
            if !list.contains(&said) {
                list.push(said);
            }
        }
    }
    if of_whole.is_empty() { of_parts } else { of_whole }
}
