//! Has the server print expressions: in temporary tables and views, in a transaction that is rolled back.

use std::collections::{BTreeSet, HashMap};

use super::{Postgres, Refusal, column, constraint};
use crate::connection::{Connection, DriverError, DriverErrorKind};
use crate::dialect::{Dialect, Phrase, Sheet, SqlWriter, Surroundings};
use crate::name::ObjectName;
use crate::schema::{Column, Constraint, Exclude};

/// What the server prints of each expression.
pub(super) async fn print(
    postgres: Postgres,
    connection: &mut dyn Connection,
    sheets: &[Sheet],
) -> Result<Vec<Vec<String>>, DriverError> {
    let script = script(postgres, sheets).map_err(|refusal| refused(&refusal.reason))?;
    connection.begin().await?;
    let printed = connection.query(&script).await;
    let rolled_back = connection.rollback().await;
    let rows = printed?;
    rolled_back?;
    let printed: HashMap<&str, &str> = rows.iter().filter_map(|row| Some((row.text(0)?, row.text(1)?))).collect();
    let answer = |sheet: usize, phrase: usize| {
        let answer =
            printed.get(name(sheet, phrase).as_str()).ok_or_else(|| refused("the server does not print it"))?;
        Ok(answer.trim().trim_end_matches(';').to_owned())
    };
    let answers = |(place, sheet): (usize, &Sheet)| (0..sheet.phrases.len()).map(|one| answer(place, one)).collect();
    sheets.iter().enumerate().map(answers).collect()
}

fn refused(reason: &str) -> DriverError {
    DriverError::new(DriverErrorKind::Statement, reason)
}

/// What an expression is called in the temporary tables.
fn name(sheet: usize, phrase: usize) -> String {
    format!("aludel_{sheet}_{phrase}")
}

/// All that is sent, in one text.
fn script(postgres: Postgres, sheets: &[Sheet]) -> Result<String, Refusal> {
    // The catalogue is read so too; what follows in this text has been read before it counts.
    let mut statements = vec!["SET LOCAL standard_conforming_strings = on".to_owned()];
    let mut taken = BTreeSet::new();
    // Views first: a temporary table would hide the table of that name from them.
    for (place, sheet) in sheets.iter().enumerate() {
        for (number, phrase) in sheet.phrases.iter().enumerate() {
            if let Phrase::Query(query) = phrase {
                let sql = postgres.sql().keyword("CREATE TEMP VIEW").ident(&name(place, number)).keyword("AS");
                statements.push(sql.raw(query.trim().trim_end_matches(';')).finish());
            }
        }
    }
    for (place, sheet) in sheets.iter().enumerate() {
        let is_query = |phrase: &Phrase| matches!(phrase, Phrase::Query(_));
        if sheet.phrases.is_empty() || !sheet.phrases.iter().all(is_query) {
            // An expression may name its table, so it is called what it is called.
            let own = taken.insert(&sheet.object.name);
            let table = if own { sheet.object.name.clone() } else { format!("aludel_{place}") };
            statements.push(self::table(postgres, place, sheet, &table)?);
        }
    }
    statements.push(include_str!("print.sql").trim_end().to_owned());
    Ok(statements.join(";\n"))
}

fn table(postgres: Postgres, place: usize, sheet: &Sheet, table: &str) -> Result<String, Refusal> {
    let mut lines = Vec::new();
    match &sheet.surroundings {
        Surroundings::Columns(columns) => {
            for column in columns {
                lines.push(column::definition(postgres, &Column { charset: None, ..column.clone() })?);
            }
        }
        Surroundings::OfView => lines.push(postgres.sql().keyword("LIKE").name(&sheet.object).finish()),
    }
    for (number, phrase) in sheet.phrases.iter().enumerate() {
        let name = name(place, number);
        match phrase {
            Phrase::Column(column) => lines.push(column::definition(postgres, &Column { name, ..column.clone() })?),
            // The end of the line ends a comment that the expression may end with.
            Phrase::Check(check) => lines.push(self::check(postgres, &name, |sql| sql.raw(check).tight("\n"))),
            Phrase::Value(value) => lines.push(self::check(postgres, &name, |sql| {
                sql.parens(|sql| sql.parens(|sql| sql.raw(value).tight("\n")).keyword("IS NULL"))
            })),
            Phrase::Exclude(exclude) => {
                let exclude = Exclude { name, ..exclude.clone() };
                lines.push(constraint::definition(postgres, &Constraint::Exclude(exclude))?);
            }
            Phrase::Query(_) => {}
        }
    }
    let table = ObjectName { namespace: Some("pg_temp".to_owned()), name: table.to_owned() };
    Ok(postgres.sql().keyword("CREATE TABLE").name(&table).block(&lines, |sql, line| sql.raw(line)).finish())
}

fn check(postgres: Postgres, name: &str, expression: impl FnOnce(SqlWriter) -> SqlWriter) -> String {
    postgres.sql().keyword("CONSTRAINT").ident(name).keyword("CHECK").parens(expression).finish()
}
