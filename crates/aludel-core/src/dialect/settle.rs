//! Asks the server whether expressions mean the same that are written differently.
//!
//! A server keeps an expression as a tree and prints it in words of its own, so the text of a model and the text of the
//! catalogue differ where nothing does. Both are given to the server, in a table that nobody else sees and that is gone
//! at the end, and what it prints of the one is compared with what it prints of the other. What comes out the same is
//! brought into the words of the desired side, so that everything after compares with `==`.

mod ask;
mod doubt;

use std::collections::BTreeSet;

use self::ask::{Answer, ask};
use self::doubt::{Doubt, Slot, doubts};
use super::align::align_keyed;
use super::{Dialect, Phrase};
use crate::connection::{Connection, DriverError};
use crate::name::ObjectName;
use crate::schema::{DefaultValue, Generation, Schema};

/// How often the text that the server printed is given to it again: some expressions take two turns to come to rest.
const TURNS: usize = 3;

/// What is taken for granted where the server cannot be asked.
///
/// ```
/// use aludel_core::dialect::Trust;
///
/// assert_ne!(Trust::Texts, Trust::Desired);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Texts that differ are different.
    Texts,
    /// The desired side is what made the database, as scripts are: what cannot be seen to differ is the same.
    Desired,
}

/// A schema in the words of another one wherever the two are the same.
///
/// ```
/// use aludel_core::dialect::Settled;
///
/// assert!(Settled::default().remarks.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The schema.
    pub schema: Schema,
    /// What could not be settled.
    pub remarks: Vec<Remark>,
}

/// An expression that could not be settled.
///
/// ```
/// use aludel_core::dialect::{Remark, RemarkKind};
///
/// let remark = Remark {
///     object: "users".into(),
///     part: "check \"ck_users_age\"".into(),
///     kind: RemarkKind::Refused,
///     words: "column \"aeg\" does not exist".into(),
/// };
/// assert_eq!(
///     remark.to_string(),
///     "check \"ck_users_age\" of \"users\": the database does not take it: column \"aeg\" does not exist"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The table or view.
    pub object: ObjectName,
    /// What of it, in words.
    pub part: String,
    /// What became of it.
    pub kind: RemarkKind,
    /// Why, in the words of the server where they are its own.
    pub words: String,
}

/// What became of an expression that could not be settled.
///
/// ```
/// use aludel_core::dialect::RemarkKind;
///
/// assert_ne!(RemarkKind::Refused, RemarkKind::ByText);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkKind {
    /// The server does not take what is desired.
    Refused,
    /// The server could not be asked, and the texts were compared.
    ByText,
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = match self.kind {
            RemarkKind::Refused => "the database does not take it",
            RemarkKind::ByText => "compared by its text alone",
        };
        write!(f, "{} of \"{}\": {said}: {}", self.part, self.object, self.words)
    }
}

/// Brings one schema into the words of another, wherever the database cannot tell the two apart; expressions where they
/// mean the same to it.
///
/// Objects that are known to differ are not asked about. Where no text differs, nothing is sent. Else it takes a few round trips, whatever the number of expressions; each one
/// that the server refuses costs some more.
///
/// # Errors
/// Those of the connection; never what the server says of an expression.
pub async fn settle(
    dialect: &dyn Dialect,
    mut connection: Option<&mut dyn Connection>,
    current: Schema,
    desired: &Schema,
    trust: Trust,
    different: &BTreeSet<ObjectName>,
) -> Result<Settled, DriverError> {
    if current == *desired {
        return Ok(Settled { schema: current, remarks: Vec::new() });
    }
    let mut keys = (dialect.key(&current), dialect.key(desired));
    let mut settling = Settling { dialect, trust, settled: Settled { schema: current, remarks: Vec::new() } };
    let mut found = if dialect.keeps_text() { Vec::new() } else { doubts((&settling.settled.schema, desired), &keys) };
    found.retain(|doubt| !different.contains(&doubt.object));
    if !found.is_empty() {
        let mut open = settling.without_asking(found, connection.is_some());
        if let Some(connection) = connection.as_mut() {
            for _ in 0..TURNS {
                if open.is_empty() {
                    break;
                }
                let answers = ask(dialect, &mut **connection, &open).await?;
                let weighed = open.into_iter().zip(answers);
                open = weighed.filter_map(|(doubt, answers)| settling.weigh(doubt, answers)).collect();
            }
        }
        keys.0 = dialect.key(&settling.settled.schema);
    }
    let Settled { schema, remarks } = settling.settled;
    Ok(Settled { schema: align_keyed(dialect, (&schema, desired), &schema, keys), remarks })
}

/// True where expressions are written differently, so that [`settle`] has something to ask.
pub fn has_doubts(dialect: &dyn Dialect, current: &Schema, desired: &Schema) -> bool {
    !dialect.keeps_text() && !doubts((current, desired), &(dialect.key(current), dialect.key(desired))).is_empty()
}

struct Settling<'a> {
    dialect: &'a dyn Dialect,
    trust: Trust,
    settled: Settled,
}

impl Settling<'_> {
    /// Settles what the server cannot be asked about.
    fn without_asking(&mut self, doubts: Vec<Doubt>, connected: bool) -> Vec<Doubt> {
        let mut open = Vec::new();
        for doubt in doubts {
            let (one, other) = (&doubt.current.phrase, &doubt.desired.phrase);
            if connected && self.dialect.reprints(one) {
                open.push(doubt);
            } else if self.dialect.keeps_text() {
                // What is kept as it is written is compared so.
            } else if self.trust == Trust::Desired || self.resemble(one, other) {
                self.same(&doubt);
            } else if connected {
                self.remark(&doubt, RemarkKind::ByText, "this database prints a view only once it is there");
            } else {
                self.remark(&doubt, RemarkKind::ByText, "there is no database at hand to ask");
            }
        }
        open
    }

    /// Decides a doubt, or gives it back for another turn.
    fn weigh(&mut self, mut doubt: Doubt, (current, desired): (Answer, Answer)) -> Option<Doubt> {
        match (current, desired) {
            (Answer::Printed(current), Answer::Printed(desired)) => {
                let moved = doubt.current.print(current) | doubt.desired.print(desired);
                if doubt.meets(self.dialect) {
                    self.same(&doubt);
                    return None;
                }
                return moved.then_some(doubt);
            }
            (Answer::Unknown(words), _) | (_, Answer::Unknown(words)) => match self.trust {
                Trust::Desired => self.same(&doubt),
                Trust::Texts => self.remark(&doubt, RemarkKind::ByText, &words),
            },
            (_, Answer::Refused(_)) if self.trust == Trust::Desired => self.same(&doubt),
            // With other columns around it, what the desired side says need not fit the current one.
            (_, Answer::Refused(words)) if !doubt.surroundings_change => {
                self.remark(&doubt, RemarkKind::Refused, &words);
            }
            (Answer::Refused(_), _) | (_, Answer::Refused(_)) => {}
        }
        None
    }

    fn resemble(&self, one: &Phrase, other: &Phrase) -> bool {
        match (one, other) {
            (Phrase::Query(one), Phrase::Query(other)) => self.dialect.resembles(one, other),
            _ => false,
        }
    }

    fn remark(&mut self, doubt: &Doubt, kind: RemarkKind, words: &str) {
        let (object, part) = (doubt.object.clone(), doubt.slot.to_string());
        self.settled.remarks.push(Remark { object, part, kind, words: words.to_owned() });
    }

    /// Puts the desired words in the place of the current ones.
    fn same(&mut self, doubt: &Doubt) {
        let words = &doubt.desired.words;
        if let Some(view) = self.settled.schema.views.get_mut(&doubt.object) {
            match &doubt.slot {
                Slot::Query => view.query = words.text(),
                slot => view.indexes.iter_mut().for_each(|index| slot.write_index(index, words)),
            }
            return;
        }
        let Some(table) = self.settled.schema.tables.get_mut(&doubt.object) else { return };
        match &doubt.slot {
            Slot::Default(column) => {
                if let Some(column) = table.columns.get_mut(column) {
                    column.default = words.default().cloned();
                }
            }
            Slot::Generation(column) => {
                if let Some(Generation::Expression { sql, .. }) =
                    table.columns.get_mut(column).and_then(|column| column.generation.as_mut())
                {
                    *sql = words.text();
                }
            }
            Slot::Check(name) | Slot::Exclude(name) => {
                table
                    .constraints
                    .iter_mut()
                    .for_each(|constraint| doubt.slot.write_constraint(constraint, name, words));
            }
            Slot::Part(..) | Slot::Predicate(_) => {
                table.indexes.iter_mut().for_each(|index| doubt.slot.write_index(index, words));
            }
            Slot::Query => {}
        }
    }
}

/// What takes the place of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Words {
    Text(String),
    Default(DefaultValue),
    Exclude(crate::schema::Exclude),
}

impl Words {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Default(_) | Self::Exclude(_) => String::new(),
        }
    }

    fn default(&self) -> Option<&DefaultValue> {
        match self {
            Self::Default(value) => Some(value),
            Self::Text(_) | Self::Exclude(_) => None,
        }
    }
}
