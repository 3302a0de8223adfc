//! Defaults of columns: how they are written, read, and brought into a canonical form.

use super::expression;
use super::grammar::parenthesised;
use super::lexer::{self, Kind, Token};
use super::types::Affinity;
use crate::dialect::SqlWriter;
use crate::schema::{DefaultValue, Literal};

/// Writes the `DEFAULT` clause; `DEFAULT NULL` is no default and is left out.
///
/// SQLite wants parentheses around all but literals and the three words for the current time.
pub(super) fn write(sql: SqlWriter, default: &DefaultValue) -> SqlWriter {
    match default {
        DefaultValue::Literal(Literal::Null) => sql,
        DefaultValue::Literal(literal @ Literal::Text(text)) if text.contains('\0') => {
            sql.keyword("DEFAULT").parens(|sql| sql.literal(literal))
        }
        DefaultValue::Literal(literal) => sql.keyword("DEFAULT").literal(literal),
        DefaultValue::Expression(text) => match current_time(&expression::bare(text)) {
            Some(word) => sql.keyword("DEFAULT").keyword(word),
            None => parenthesised(sql.keyword("DEFAULT"), text),
        },
    }
}

/// True for a default that `ALTER TABLE … ADD COLUMN` takes: one that is the same for all rows that are there.
pub(super) fn is_constant(default: &DefaultValue) -> bool {
    match default {
        DefaultValue::Literal(Literal::Text(text)) => !text.contains('\0'),
        DefaultValue::Literal(_) => true,
        DefaultValue::Expression(_) => false,
    }
}

/// The default that stands behind the word `DEFAULT`, outside of parentheses.
pub(super) fn from_tokens(tokens: &[Token<'_>]) -> Option<DefaultValue> {
    let literal = match tokens {
        // SQLite takes a name that stands alone for a string.
        [name] if matches!(name.kind, Kind::Word | Kind::Name) => {
            return match constant(name) {
                Some(known) => known,
                None => name.name().map(|name| DefaultValue::Literal(Literal::Text(name))),
            };
        }
        _ => literal(tokens),
    };
    Some(match literal {
        Some(literal) => DefaultValue::Literal(literal),
        None => DefaultValue::Expression(tokens.iter().map(|token| token.text).collect::<Vec<_>>().join(" ")),
    })
}

/// The default that an expression is: a literal where it is one, nothing where it is NULL.
pub(super) fn from_expression(sql: &str) -> Option<DefaultValue> {
    let bare = expression::bare(sql);
    let tokens = lexer::tokens(&bare).unwrap_or_default();
    if let [word] = tokens.as_slice()
        && let Some(known) = constant(word)
    {
        return known;
    }
    Some(match literal(&tokens) {
        Some(literal) => DefaultValue::Literal(literal),
        None => DefaultValue::Expression(bare),
    })
}

/// The canonical form of a default, in a column of this affinity.
pub(super) fn canonical(default: &DefaultValue, affinity: Affinity) -> Option<DefaultValue> {
    let literal = match default {
        DefaultValue::Literal(literal) => literal.clone(),
        DefaultValue::Expression(sql) => match from_expression(sql)? {
            DefaultValue::Literal(literal) => literal,
            DefaultValue::Expression(sql) => return Some(DefaultValue::Expression(expression::canonical(&sql))),
        },
    };
    Some(DefaultValue::Literal(match literal {
        Literal::Null => return None,
        Literal::Boolean(value) => stored_number(if value { "1" } else { "0" }, affinity),
        Literal::Number(text) => stored_number(&text, affinity),
        Literal::Text(text) if affinity.is_numeric() && is_well_formed_number(&text) => {
            stored_number(text.trim(), affinity)
        }
        Literal::Text(_) | Literal::Bytes(_) => literal,
    }))
}

/// What a word means that is not a string: the outer `None` for none of them, the inner one for NULL.
fn constant(word: &Token<'_>) -> Option<Option<DefaultValue>> {
    if word.is_word("NULL") {
        return Some(None);
    }
    if let Some(known) = current_time(word.text) {
        return Some(Some(DefaultValue::Expression(known.to_owned())));
    }
    let truth = [(true, "TRUE"), (false, "FALSE")].into_iter().find(|(_, name)| word.is_word(name));
    truth.map(|(value, _)| Some(DefaultValue::Literal(Literal::Boolean(value))))
}

fn current_time(word: &str) -> Option<&'static str> {
    ["CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"].into_iter().find(|known| word.eq_ignore_ascii_case(known))
}

/// The literal that some tokens are.
fn literal(tokens: &[Token<'_>]) -> Option<Literal> {
    match tokens {
        [token] => match token.kind {
            Kind::Number => decimal(token.text).map(Literal::Number),
            Kind::Text => Some(Literal::Text(lexer::unquoted(token.text))),
            Kind::Blob => bytes(token.text).map(Literal::Bytes),
            Kind::Word | Kind::Name | Kind::Variable | Kind::Symbol | Kind::Comment => None,
        },
        [sign, number] if number.kind == Kind::Number => match sign.text {
            "-" => decimal(number.text).map(|number| Literal::Number(format!("-{number}"))),
            "+" => decimal(number.text).map(Literal::Number),
            _ => None,
        },
        // How a text with a NUL in it is written.
        [cast, open, value, word, ty, close]
            if cast.is_word("CAST") && open.is_symbol("(") && word.is_word("AS") && close.is_symbol(")") =>
        {
            let bytes = bytes(value.text).filter(|_| value.kind == Kind::Blob && ty.is_word("TEXT"));
            bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map(Literal::Text)
        }
        _ => None,
    }
}

/// A number in decimal writing, as it stands; `None` for hexadecimal ones.
fn decimal(text: &str) -> Option<String> {
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    (plain && text.parse::<f64>().is_ok()).then(|| text.to_owned())
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.get(2..text.len().checked_sub(1)?)?;
    let pairs = (0..digits.len()).step_by(2);
    pairs.map(|place| u8::from_str_radix(digits.get(place..place + 2)?, 16).ok()).collect()
}

/// The value that a column of this affinity keeps of a number, by the manual's rules: a whole number where one will do,
/// text in a text column.
fn stored_number(text: &str, affinity: Affinity) -> Literal {
    match (whole(text), real(text)) {
        (Some(whole), _) if affinity == Affinity::Text => Literal::Text(whole),
        (Some(whole), _) => Literal::Number(whole),
        (None, Some(real)) => {
            let kept = if affinity.is_numeric() { real.strip_suffix(".0").unwrap_or(&real) } else { &real };
            Literal::Number(kept.to_owned())
        }
        (None, None) => Literal::Number(text.to_owned()),
    }
}

/// A whole number without needless zeros and signs.
fn whole(text: &str) -> Option<String> {
    text.parse::<i64>().ok().map(|number| number.to_string())
}

/// A floating-point number in its shortest writing.
fn real(text: &str) -> Option<String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
    Some(format!("{:?}", if number == 0.0 { 0.0 } else { number }))
}

fn is_well_formed_number(text: &str) -> bool {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') && decimal(unsigned).is_some()
}
