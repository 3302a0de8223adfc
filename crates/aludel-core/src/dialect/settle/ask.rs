//! Asks the server, all at once where it can be, and finds out which expression it stumbles over where it cannot.

use super::doubt::Doubt;
use crate::connection::{Connection, DriverError, DriverErrorKind};
use crate::dialect::{Dialect, Phrase, Sheet};

/// What the server said to one expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// What it prints.
    Printed(String),
    /// Why it does not take it, in its words.
    Refused(String),
    /// Why it could not be asked.
    Unknown(String),
}

/// How many tables are made in one transaction: a server has room for so many locks.
const AT_ONCE: usize = 400;

/// One expression: the doubt that it belongs to, and the side.
type Unit<'a> = (&'a Doubt, &'a Phrase);

/// The answers for both sides of each doubt.
pub(super) async fn ask(
    dialect: &dyn Dialect,
    connection: &mut dyn Connection,
    doubts: &[Doubt],
) -> Result<Vec<(Answer, Answer)>, DriverError> {
    let units: Vec<Unit<'_>> =
        doubts.iter().flat_map(|doubt| [(doubt, &doubt.current.phrase), (doubt, &doubt.desired.phrase)]).collect();
    let mut answers = Vec::with_capacity(units.len());
    // Parts that are still to be asked about, the first one last.
    let mut parts: Vec<&[Unit<'_>]> = units.chunks(AT_ONCE).rev().collect();
    while let Some(part) = parts.pop() {
        match dialect.print(connection, &sheets(part)).await {
            Ok(printed) => answers.extend(printed.into_iter().flatten().map(Answer::Printed)),
            Err(error) if error.kind == DriverErrorKind::Denied => {
                answers.extend(part.iter().map(|_| Answer::Unknown(error.message.clone())));
            }
            Err(error) if error.kind != DriverErrorKind::Statement => return Err(error),
            Err(error) => match part {
                [] => {}
                [one] => answers.push(alone(dialect, connection, one, error).await?),
                more => {
                    let (first, second) = more.split_at(more.len() / 2);
                    parts.extend([second, first]);
                }
            },
        }
    }
    let mut answers = answers.into_iter();
    Ok(std::iter::from_fn(|| Some((answers.next()?, answers.next()?))).collect())
}

/// Whether it is the expression that the server stumbles over, or what stands around it.
async fn alone(
    dialect: &dyn Dialect,
    connection: &mut dyn Connection,
    unit: &Unit<'_>,
    error: DriverError,
) -> Result<Answer, DriverError> {
    let empty: Vec<Sheet> =
        sheets(std::slice::from_ref(unit)).into_iter().map(|sheet| Sheet { phrases: Vec::new(), ..sheet }).collect();
    match dialect.print(connection, &empty).await {
        Ok(_) => Ok(Answer::Refused(error.message)),
        Err(around) if matches!(around.kind, DriverErrorKind::Statement | DriverErrorKind::Denied) => {
            Ok(Answer::Unknown(around.message))
        }
        Err(other) => Err(other),
    }
}

/// The expressions, gathered by what they stand in.
fn sheets(units: &[Unit<'_>]) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for (doubt, phrase) in units {
        match sheets.last_mut() {
            Some(last) if last.object == doubt.object && last.surroundings == doubt.surroundings => {
                last.phrases.push((*phrase).clone());
            }
            Some(_) | None => sheets.push(Sheet {
                object: doubt.object.clone(),
                surroundings: doubt.surroundings.clone(),
                phrases: vec![(*phrase).clone()],
            }),
        }
    }
    sheets
}
