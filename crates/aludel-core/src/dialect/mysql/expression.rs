//! Reads expressions: their canonical text, the literals among them, and the way in which the catalogue spells them.

use super::MySql;
use super::lexer::{Kind, Token, push_escaped, tokens, unquote};
use crate::name::ObjectName;
use crate::schema::Literal;

/// A light canonical form: blanks, outer parentheses, backticks, character sets before strings and the case of words are
/// taken out. What it cannot read stays as it is.
pub(super) fn canonical(expression: &str) -> String {
    let Some(tokens) = tokens(expression) else { return expression.trim().to_owned() };
    let mut out = String::new();
    let mut rest = without_outer_parentheses(&tokens).iter().peekable();
    while let Some(token) = rest.next() {
        let is_introducer = token.kind == Kind::Word && token.text.starts_with('_');
        if is_introducer && rest.peek().is_some_and(|next| next.kind == Kind::Text) {
            continue;
        }
        let word = match token.kind {
            Kind::Text => quote(&unquote(token.text)),
            Kind::Quoted => plain_name(&unquote(token.text)),
            Kind::Word if is_introducer => plain_name(token.text),
            Kind::Word | Kind::Number => token.text.to_lowercase(),
            Kind::Symbol if token.text == "!=" => "<>".to_owned(),
            Kind::Symbol | Kind::Executable | Kind::Delimiter | Kind::Space | Kind::Comment => token.text.to_owned(),
        };
        let tight = matches!(word.as_str(), ")" | "," | "." | "(") || out.ends_with(['(', '.']);
        if !out.is_empty() && !tight {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

/// An expression without parentheses around the whole of it.
pub(super) fn bare(expression: &str) -> &str {
    let trimmed = expression.trim();
    let Some(all) = tokens(trimmed) else { return trimmed };
    let inner = without_outer_parentheses(&all);
    match (inner.first(), inner.last()) {
        (Some(first), Some(last)) if inner.len() < all.len() => {
            trimmed.get(first.start..last.start + last.text.len()).unwrap_or(trimmed)
        }
        _ => trimmed,
    }
}

/// The value of an expression that is nothing but a literal.
pub(super) fn literal(expression: &str) -> Option<Literal> {
    let tokens = tokens(expression)?;
    match without_outer_parentheses(&tokens) {
        [token] => one_token(token),
        [sign, rest @ ..] if sign.text == "-" => match without_outer_parentheses(rest) {
            [number] if is_decimal(number) => Some(Literal::Number(format!("-{}", number.text))),
            _ => None,
        },
        [prefix, text] if prefix.kind == Kind::Word && text.kind == Kind::Text => prefixed(prefix.text, text.text),
        _ => None,
    }
}

/// The precision of an expression that is the current date and time, under whichever of its names.
pub(super) fn current_timestamp(expression: &str) -> Option<u8> {
    let tokens = tokens(expression)?;
    let (name, arguments) = without_outer_parentheses(&tokens).split_first()?;
    let name = name.text.to_ascii_lowercase();
    match arguments.iter().map(|token| token.text).collect::<Vec<_>>().as_slice() {
        [] if name == "now" => None,
        [] | ["(", ")"] if is_now(&name) => Some(0),
        ["(", precision, ")"] if is_now(&name) => precision.parse().ok(),
        _ => None,
    }
}

/// The unquoted and quoted names in an expression.
pub(super) fn mentions(expression: &str, name: &str) -> bool {
    tokens(expression).unwrap_or_default().iter().any(|token| match token.kind {
        Kind::Word => token.text.eq_ignore_ascii_case(name),
        Kind::Quoted => unquote(token.text).eq_ignore_ascii_case(name),
        Kind::Text | Kind::Number | Kind::Symbol | Kind::Space | Kind::Comment | Kind::Executable | Kind::Delimiter => {
            false
        }
    })
}

/// An expression as the catalogue of a server tells it, made whole again, without parentheses around the whole of it and
/// without the name of the database that it is in.
pub(super) fn read(dialect: &MySql, told: &str, database: &str) -> String {
    let whole = if dialect.escapes_catalogue_expressions() { from_catalogue(told) } else { told.to_owned() };
    bare(&unqualified(&whole, database).0).to_owned()
}

/// An expression or a query without the name of the database that it is in, and the tables, views and sequences that it
/// names there. The server writes that name before each of them, also before those of the columns of a query.
pub(super) fn unqualified(told: &str, database: &str) -> (String, Vec<ObjectName>) {
    let Some(tokens) = tokens(told) else { return (told.to_owned(), Vec::new()) };
    let (mut query, mut copied) = (String::with_capacity(told.len()), 0);
    let mut depends_on: Vec<ObjectName> = Vec::new();
    let mut rest = tokens.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        let [dot, name, next @ ..] = after else { continue };
        let is_qualified = first.kind == Kind::Quoted && dot.text == "." && name.kind == Kind::Quoted;
        if !is_qualified || unquote(first.text) != database {
            continue;
        }
        query.push_str(told.get(copied..first.start).unwrap_or_default());
        copied = name.start;
        rest = next;
        let object = ObjectName::from(unquote(name.text));
        let is_column = next.first().is_some_and(|token| token.text == ".");
        if !is_column && !depends_on.contains(&object) {
            depends_on.push(object);
        }
    }
    query.push_str(told.get(copied..).unwrap_or_default());
    (query, depends_on)
}

/// An expression as MySQL's `information_schema` tells it, made whole again: there it is escaped as in a string, and the
/// bytes of its names and of its own strings are each shown as the Latin-1 character of that number.
pub(super) fn from_catalogue(told: &str) -> String {
    let mut unescaped = String::with_capacity(told.len());
    let mut characters = told.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => characters.next().into_iter().for_each(|next| push_escaped(&mut unescaped, next)),
            _ => unescaped.push(character),
        }
    }
    with_utf8_strings(&unescaped)
}

/// The same text, names and the strings after a UTF-8 character set read as UTF-8 again.
fn with_utf8_strings(expression: &str) -> String {
    let Some(tokens) = tokens(expression) else { return expression.to_owned() };
    let mut out = String::with_capacity(expression.len());
    let (mut copied, mut before) = (0, "");
    for token in &tokens {
        if token.kind == Kind::Quoted || token.kind == Kind::Text && before.starts_with("_utf8") {
            out.push_str(expression.get(copied..token.start).unwrap_or_default());
            out.push_str(&utf8_again(token.text));
            copied = token.start + token.text.len();
        }
        before = token.text;
    }
    out.push_str(expression.get(copied..).unwrap_or_default());
    out
}

fn utf8_again(misread: &str) -> String {
    let bytes: Option<Vec<u8>> = misread.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| misread.to_owned())
}

fn one_token(token: &Token<'_>) -> Option<Literal> {
    match token.kind {
        Kind::Text => Some(Literal::Text(unquote(token.text))),
        Kind::Number if is_decimal(token) => Some(Literal::Number(token.text.to_owned())),
        Kind::Number => bytes_of(token.text.strip_prefix("0x")?).map(Literal::Bytes),
        Kind::Word => match token.text.to_ascii_lowercase().as_str() {
            "null" => Some(Literal::Null),
            "true" => Some(Literal::Boolean(true)),
            "false" => Some(Literal::Boolean(false)),
            _ => None,
        },
        Kind::Quoted | Kind::Symbol | Kind::Space | Kind::Comment | Kind::Executable | Kind::Delimiter => None,
    }
}

/// A string with a word before it: a character set, or `X` and `B` for hexadecimal digits and bits.
fn prefixed(prefix: &str, text: &str) -> Option<Literal> {
    let content = unquote(text);
    match prefix.to_ascii_lowercase().as_str() {
        "x" => bytes_of(&content).map(Literal::Bytes),
        "b" => u64::from_str_radix(&content, 2).ok().map(Literal::number),
        "n" => Some(Literal::Text(content)),
        set if set.starts_with("_utf8") => Some(Literal::Text(content)),
        _ => None,
    }
}

fn is_decimal(token: &Token<'_>) -> bool {
    token.kind == Kind::Number && !token.text.starts_with("0x")
}

/// The bytes that an even number of hexadecimal digits says.
pub(super) fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let byte = |place: usize| u8::from_str_radix(digits.get(place..place + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}

fn is_now(name: &str) -> bool {
    matches!(name, "current_timestamp" | "now" | "localtime" | "localtimestamp")
}

fn without_outer_parentheses<'a, 'b>(mut tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    while let [open, inner @ .., close] = tokens
        && open.text == "("
        && close.text == ")"
        && is_balanced(inner)
    {
        tokens = inner;
    }
    tokens
}

/// True where no parenthesis closes that does not open here.
fn is_balanced(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    let closes = |token: &Token<'_>| match token.text {
        "(" => {
            depth += 1;
            true
        }
        ")" => match depth.checked_sub(1) {
            Some(less) => {
                depth = less;
                true
            }
            None => false,
        },
        _ => true,
    };
    tokens.iter().all(closes) && depth == 0
}

/// A name in small letters, quoted only where it has to be; also where it could be taken for a character set.
fn plain_name(name: &str) -> String {
    let name = name.to_lowercase();
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
        && name.starts_with(|c: char| c.is_alphabetic() || c == '$');
    if is_plain { name } else { format!("`{}`", name.replace('`', "``")) }
}

fn quote(text: &str) -> String {
    let mut out = String::from("'");
    for character in text.chars() {
        match character {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            _ => out.push(character),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_name_of_the_database_is_left_out() {
        let told = "select `shop`.`a`.`b` AS `b`,'`shop`.`x`' AS `c` from (`shop`.`a` join `other`.`shop`)";
        let (query, depends_on) = unqualified(told, "shop");
        assert_eq!(query, "select `a`.`b` AS `b`,'`shop`.`x`' AS `c` from (`a` join `other`.`shop`)");
        assert_eq!(depends_on, ["a".into()]);
        let (default, depends_on) = unqualified("nextval(`shop`.`s`)", "shop");
        assert_eq!((default.as_str(), depends_on), ("nextval(`s`)", vec!["s".into()]));
    }

    #[test]
    fn the_canonical_form_forgets_how_it_is_written() {
        let expected = "a > 0 and s <> 'it''s'";
        assert_eq!(canonical("((`a` > 0 AND `s` != _utf8mb4'it\\'s'))"), expected);
        assert_eq!(canonical("a>0 and  s<>\"it's\""), expected);
        assert_eq!(canonical("(a) + (b)"), "(a) +(b)");
        assert_eq!(canonical("Length( `from table` )"), "length(`from table`)");
    }

    #[test]
    fn literals_are_read_in_each_of_their_forms() {
        assert_eq!(literal("_utf8mb4'x''y'"), Some(Literal::text("x'y")));
        assert_eq!(literal("(-(3))"), Some(Literal::number(-3)));
        assert_eq!(literal("TRUE"), Some(Literal::Boolean(true)));
        assert_eq!(literal("X'00ff'"), Some(Literal::Bytes(vec![0, 255])));
        assert_eq!(literal("0x00ff"), Some(Literal::Bytes(vec![0, 255])));
        assert_eq!(literal("b'101'"), Some(Literal::number(5)));
        assert_eq!(literal("1 + 1"), None);
        assert_eq!(literal("uuid()"), None);
    }

    #[test]
    fn the_current_time_has_many_names() {
        assert_eq!(current_timestamp("CURRENT_TIMESTAMP"), Some(0));
        assert_eq!(current_timestamp("(now(3))"), Some(3));
        assert_eq!(current_timestamp("now"), None);
        assert_eq!(current_timestamp("current_timestamp() + interval 1 day"), None);
    }

    #[test]
    fn the_catalogue_is_made_whole() {
        let told = r"concat(_utf8mb4\'it\\\'s\',_utf8mb4\'back\\\\slash\',_utf8mb4\'ðÃ©\')";
        let told = told.replace('ð', "\u{f0}\u{9f}\u{98}\u{80}");
        assert_eq!(from_catalogue(&told), r"concat(_utf8mb4'it\'s',_utf8mb4'back\\slash',_utf8mb4'😀é')");
        assert_eq!(from_catalogue(r"(`é` > _latin1\'é\')"), "(`é` > _latin1'é')");
        assert_eq!(from_catalogue("(`grÃ¶Ã\u{9f}e` <> 7)"), "(`größe` <> 7)");
    }

    #[test]
    fn parentheses_around_the_whole_are_dropped() {
        assert_eq!(bare(" ((a + 1)) "), "a + 1");
        assert_eq!(bare("(a) + (b)"), "(a) + (b)");
    }

    proptest! {
        #[test]
        fn the_canonical_form_is_canonical(text in "[-a-z0-9'\"`\\\\/*!# ()<>=é.,_]{0,30}") {
            let once = canonical(&text);
            prop_assert_eq!(canonical(&once), once);
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            literal(&text);
            from_catalogue(&text);
            bare(&text);
            prop_assert!(current_timestamp(&text).is_none_or(|precision| precision < u8::MAX || text.contains("255")));
        }
    }
}
