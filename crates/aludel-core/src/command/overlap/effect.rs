//! What a change touches.

use crate::name::ObjectName;

/// Something that a change touches, by its name in small letters: no database tells two objects apart by their case alone
/// without quotes, and a clash too many is better than one too few.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The namespace, table, view, sequence or type.
    pub(super) owner: (Space, String),
    /// What of it, if not all of it.
    pub(super) part: Option<(Part, String)>,
}

/// Names of one space are taken once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Space {
    Namespace,
    /// Tables, views and sequences.
    Relation,
    /// An index that is named without its table.
    Index,
    Type,
}

/// The kinds of part that a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Column,
    Constraint,
    Index,
    Comment,
    Options,
    /// One row, as it is written.
    Row,
    /// The rows.
    Rows,
}

/// What a change does to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Make,
    Drop,
    Alter,
    /// It is written anew from what was known of it: what others change of it meanwhile is lost.
    Rebuild,
    /// It has to be there.
    Need,
    /// Rows come, change or go.
    Fill,
}

/// One thing that a change does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) place: Place,
    pub(super) change: Change,
    /// What it does, as in `adds`.
    pub(super) verb: &'static str,
    /// To what, as in `column users.email`.
    pub(super) noun: String,
}

impl Place {
    pub(super) fn relation(name: &ObjectName) -> Self {
        Self { owner: (Space::Relation, name.to_string().to_lowercase()), part: None }
    }

    pub(super) fn part(table: &ObjectName, part: Part, name: &str) -> Self {
        Self { part: Some((part, name.to_lowercase())), ..Self::relation(table) }
    }

    pub(super) fn of(space: Space, name: &str) -> Self {
        Self { owner: (space, name.to_lowercase()), part: None }
    }
}

impl Effect {
    pub(super) fn new(place: Place, change: Change, verb: &'static str, noun: String) -> Self {
        Self { place, change, verb, noun }
    }

    /// What is done to a table as a whole, or to a view or sequence.
    pub(super) fn relation(kind: &str, name: &ObjectName, change: Change, verb: &'static str) -> Self {
        Self::new(Place::relation(name), change, verb, format!("{kind} {name}"))
    }

    /// What is done to a column.
    pub(super) fn column(table: &ObjectName, column: &str, change: Change, verb: &'static str) -> Self {
        Self::new(Place::part(table, Part::Column, column), change, verb, format!("column {table}.{column}"))
    }

    /// True where it changes what is there, rather than only standing on it.
    pub(super) fn changes(&self) -> bool {
        self.change != Change::Need
    }
}

/// Why two effects on one owner, from two sides that know nothing of one another, do not fit together, if they do not.
/// Whichever comes first, the other was written without it.
pub(super) fn clash(one: &Effect, other: &Effect) -> bool {
    use Change::{Alter, Drop, Fill, Make, Need, Rebuild};
    let is_schema = |effect: &Effect| {
        !matches!(effect.change, Need | Fill) && !matches!(effect.place.part, Some((Part::Row | Part::Rows, _)))
    };
    if one.place == other.place {
        return match (one.change, other.change) {
            (Drop, _) | (_, Drop) | (Make | Alter | Rebuild, Make | Alter | Rebuild) => true,
            (Need | Fill, _) | (_, Need | Fill) => false,
        };
    }
    let whole = |whole: &Effect, part: &Effect| {
        whole.place.part.is_none()
            && part.place.part.is_some()
            && match whole.change {
                Drop => true,
                Rebuild => is_schema(part),
                Make | Alter | Need | Fill => false,
            }
    };
    whole(one, other) || whole(other, one)
}
