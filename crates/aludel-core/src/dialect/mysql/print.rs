//! Has the server print expressions: in temporary tables, each gone before the next one is made.

use super::MySql;
use super::expression::bare;
use super::lexer::{Kind, Token, tokens, unquote};
use super::refusal::Refusal;
use crate::connection::{Connection, DriverError, DriverErrorKind};
use crate::dialect::{Dialect, Phrase, Sheet, Surroundings};
use crate::schema::{Column, DefaultValue, Generation, Literal, Table};

/// What the server prints of each expression.
pub(super) async fn print(
    dialect: &MySql,
    connection: &mut dyn Connection,
    sheets: &[Sheet],
) -> Result<Vec<Vec<String>>, DriverError> {
    if sheets.is_empty() {
        return Ok(Vec::new());
    }
    let mut signs = Signs::default();
    let mut statements = Vec::new();
    for sheet in sheets {
        let create = create(dialect, sheet, &mut signs).map_err(|refusal| refused(&refusal.reason))?;
        let table = |words: &str| dialect.sql().keyword(words).name(&sheet.object).finish();
        // A statement that fails ends the text, and none can fail while there is a table.
        statements.extend([create, table("SHOW CREATE TABLE"), table("DROP TEMPORARY TABLE")]);
    }
    let rows = connection.query(&statements.join(";\n")).await?;
    let shown = rows.iter().filter_map(|row| row.text(1));
    let answers = sheets.iter().zip(shown).map(|(sheet, shown)| read(sheet, shown));
    let answers: Option<Vec<Vec<String>>> = answers.collect();
    answers.filter(|answers| answers.len() == sheets.len()).ok_or_else(|| refused("the server does not print it"))
}

fn refused(reason: &str) -> DriverError {
    DriverError::new(DriverErrorKind::Statement, reason)
}

/// What an expression is called in the temporary table.
fn name(phrase: usize) -> String {
    format!("aludel_{phrase}")
}

fn create(dialect: &MySql, sheet: &Sheet, signs: &mut Signs) -> Result<String, Refusal> {
    let table = Table::new(sheet.object.clone());
    let mut lines = Vec::new();
    if let Surroundings::Columns(columns) = &sheet.surroundings {
        for column in columns {
            lines.push(dialect.column_definition(&table, column)?);
        }
    }
    for (number, phrase) in sheet.phrases.iter().enumerate() {
        let name = name(number);
        match phrase {
            Phrase::Column(column) => {
                let column = signs.in_column(Column { name, ..column.clone() });
                lines.push(dialect.column_definition(&table, &column)?);
            }
            Phrase::Check(check) => {
                let sql = dialect.sql().keyword("CONSTRAINT").ident(&name).keyword("CHECK");
                lines.push(sql.parens(|sql| sql.raw(&signs.of(check)).tight("\n")).finish());
            }
            Phrase::Value(value) => {
                let sql = dialect.sql().keyword("CONSTRAINT").ident(&name).keyword("CHECK");
                let value = signs.of(value);
                let sql = sql.parens(|sql| sql.parens(|sql| sql.raw(&value).tight("\n")).keyword("IS NULL"));
                lines.push(sql.finish());
            }
            Phrase::Exclude(_) | Phrase::Query(_) => {}
        }
    }
    let sql = dialect.sql().keyword("CREATE TEMPORARY TABLE").name(&sheet.object);
    Ok(sql.block(&lines, |sql, line| sql.raw(line)).finish())
}

/// The expressions of a sheet in what `SHOW CREATE TABLE` answers.
fn read(sheet: &Sheet, shown: &str) -> Option<Vec<String>> {
    let tokens = tokens(shown)?;
    let lines: Vec<&[Token<'_>]> = lines(&tokens);
    let of_phrase = |(number, _): (usize, &Phrase)| {
        let name = name(number);
        let is_it = |token: &Token<'_>| token.kind == Kind::Quoted && unquote(token.text) == name;
        let (place, line) = lines.iter().find_map(|line| Some((line.iter().take(2).position(is_it)?, *line)))?;
        expression(shown, line.get(place + 1..)?)
    };
    sheet.phrases.iter().enumerate().map(of_phrase).collect()
}

/// The lines of the definition: what stands between its outer parentheses, cut at the commas.
fn lines<'a, 'b>(tokens: &'b [Token<'a>]) -> Vec<&'b [Token<'a>]> {
    let (mut depth, mut start, mut lines) = (0_usize, 0, Vec::new());
    for (place, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => {
                depth += 1;
                if depth == 1 {
                    start = place + 1;
                }
            }
            ")" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    lines.extend(tokens.get(start..place));
                    return lines;
                }
            }
            "," if depth == 1 => {
                lines.extend(tokens.get(start..place));
                start = place + 1;
            }
            _ => {}
        }
    }
    lines
}

/// What follows `CHECK`, `AS` or `DEFAULT`: an expression in parentheses, or all of the rest.
fn expression(shown: &str, line: &[Token<'_>]) -> Option<String> {
    let opens = line.iter().position(|token| {
        token.kind == Kind::Word && ["check", "as", "default"].iter().any(|word| token.text.eq_ignore_ascii_case(word))
    })?;
    let rest = line.get(opens + 1..)?;
    let mut depth = 0_usize;
    let closes = rest.iter().position(|token| {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let inside = match rest.first()?.text {
        "(" => rest.get(..=closes?)?,
        _ => rest,
    };
    let (first, last) = (inside.first()?, inside.last()?);
    shown.get(first.start..last.start + last.text.len()).map(|text| bare(text).to_owned())
}

/// The text as MariaDB's catalogue shows it: each character outside of the basic plane, for which a sign stands, as the
/// question marks of its four bytes; `None` where there is none.
pub(super) fn with_question_marks(printed: &str) -> Option<String> {
    let is_sign = |character: char| SIGNS.contains(&u32::from(character));
    printed.contains(is_sign).then(|| printed.replace(is_sign, "????"))
}

/// The numbers of the characters that are free for private use.
const SIGNS: std::ops::Range<u32> = 0xE000..0xF900;

/// Characters outside of the basic plane, which neither server prints: each one gets a sign of its own from the part of
/// the plane that is free for private use.
#[derive(Default)]
struct Signs(Vec<char>);

impl Signs {
    fn of(&mut self, text: &str) -> String {
        text.chars().map(|character| self.sign(character)).collect()
    }

    fn sign(&mut self, character: char) -> char {
        if u32::from(character) < 0x1_0000 {
            return character;
        }
        let known = self.0.iter().position(|other| *other == character);
        let place = known.unwrap_or_else(|| {
            self.0.push(character);
            self.0.len() - 1
        });
        let place = u32::try_from(place).unwrap_or_default() % (SIGNS.end - SIGNS.start);
        char::from_u32(SIGNS.start + place).unwrap_or(character)
    }

    fn in_column(&mut self, mut column: Column) -> Column {
        match &mut column.default {
            Some(DefaultValue::Expression(text) | DefaultValue::Literal(Literal::Text(text))) => *text = self.of(text),
            Some(DefaultValue::Literal(_)) | None => {}
        }
        if let Some(Generation::Expression { sql, .. }) = &mut column.generation {
            *sql = self.of(sql);
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ColumnType;

    #[test]
    fn what_is_shown_is_read() {
        let shown = "CREATE TEMPORARY TABLE `t` (\n  `a` varchar(9) DEFAULT 'aludel_0, (',\n  \
                     `aludel_0` varchar(9) DEFAULT concat('a)',`b`),\n  \
                     `aludel_1` int(11) GENERATED ALWAYS AS ((`a` + 1)) STORED,\n  \
                     `aludel_3` varchar(3) DEFAULT 'x',\n  \
                     CONSTRAINT `aludel_2` CHECK ((`a` in (1,2)))\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4";
        let column = || Phrase::Column(Column::new("a", ColumnType::integer()));
        let sheet = Sheet {
            object: "t".into(),
            surroundings: Surroundings::Columns(Vec::new()),
            phrases: vec![column(), column(), Phrase::Check(String::new()), column()],
        };
        let read = read(&sheet, shown).unwrap();
        assert_eq!(read, ["concat('a)',`b`)", "`a` + 1", "`a` in (1,2)", "'x'"]);
    }

    #[test]
    fn what_is_not_printed_has_a_sign() {
        let mut signs = Signs::default();
        let (one, other) = (signs.of("é😀"), signs.of("é😁😀"));
        assert_eq!(one, "é\u{E000}");
        assert_eq!(other, "é\u{E001}\u{E000}");
        assert_eq!(with_question_marks(&one).as_deref(), Some("é????"));
        assert_eq!(with_question_marks("é"), None);
    }
}
