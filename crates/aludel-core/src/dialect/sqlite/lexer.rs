//! Cuts SQLite's SQL into tokens, by the rules of the database's own tokenizer.
//!
//! Any text has tokens: what SQLite knows no meaning for is a symbol of one character. Only a string, a quoted name or a
//! comment that does not end is an error.

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// Just as it stands in the text.
    pub(super) text: &'a str,
    /// The byte at which it begins.
    pub(super) start: usize,
}

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in double quotes, back quotes or brackets.
    Name,
    /// A string in single quotes.
    Text,
    /// Bytes, as in `x'00ff'`.
    Blob,
    /// A number without a sign.
    Number,
    /// A parameter, as in `?1` or `:name`.
    Variable,
    /// An operator, a bracket, a separator.
    Symbol,
    /// A comment of either sort.
    Comment,
}

/// A token that does not end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unterminated {
    /// The byte at which it begins.
    pub(super) start: usize,
    /// What it is.
    pub(super) what: &'static str,
}

impl<'a> Token<'a> {
    /// The byte behind it.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// True for this keyword, which may be written in any case.
    pub(super) fn is_word(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// True for this operator, bracket or separator.
    pub(super) fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }

    /// The name that it is, quoted or not; `None` for what cannot be one.
    pub(super) fn name(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_owned()),
            Kind::Name => Some(unquoted(self.text)),
            Kind::Text | Kind::Blob | Kind::Number | Kind::Variable | Kind::Symbol | Kind::Comment => None,
        }
    }
}

/// What stands between quotes, doubled ones made single.
pub(super) fn unquoted(text: &str) -> String {
    let mut characters = text.chars();
    let (Some(open), Some(_)) = (characters.next(), characters.next_back()) else { return text.to_owned() };
    let inner = characters.as_str();
    if open == '[' { inner.to_owned() } else { inner.replace(&format!("{open}{open}"), &open.to_string()) }
}

/// The tokens of a text, comments left out.
pub(super) fn tokens(source: &str) -> Result<Vec<Token<'_>>, Unterminated> {
    Lexer::new(source).filter(|token| !matches!(token, Ok(token) if token.kind == Kind::Comment)).collect()
}

/// Walks through a text, token by token, comments among them.
pub(super) struct Lexer<'a> {
    source: &'a str,
    position: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, position: 0 }
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.position..).unwrap_or_default()
    }

    fn take(&mut self, kind: Kind, length: usize) -> Token<'a> {
        let start = self.position;
        let text = self.rest().get(..length).unwrap_or_else(|| self.rest());
        self.position = start + text.len();
        Token { kind, text, start }
    }

    /// Something between quotes, in which a doubled closing quote stands for itself.
    fn quoted(
        &mut self,
        kind: Kind,
        opening: usize,
        close: char,
        what: &'static str,
    ) -> Result<Token<'a>, Unterminated> {
        let start = self.position;
        let mut from = opening;
        loop {
            let Some(found) = self.rest().get(from..).and_then(|rest| rest.find(close)) else {
                self.position = self.source.len();
                return Err(Unterminated { start, what });
            };
            let end = from + found + close.len_utf8();
            if close == ']' || !self.rest().get(end..).is_some_and(|rest| rest.starts_with(close)) {
                return Ok(self.take(kind, end));
            }
            from = end + close.len_utf8();
        }
    }

    /// A comment up to the end of the line, without the line break, or up to `*/`.
    fn comment(&mut self) -> Result<Token<'a>, Unterminated> {
        if self.rest().starts_with("--") {
            let length = self.rest().find('\n').unwrap_or(self.rest().len());
            return Ok(self.take(Kind::Comment, length));
        }
        match self.rest().get(2..).and_then(|rest| rest.find("*/")) {
            Some(found) => Ok(self.take(Kind::Comment, found + 4)),
            None => {
                let start = self.position;
                self.position = self.source.len();
                Err(Unterminated { start, what: "comment" })
            }
        }
    }

    fn number(&mut self) -> Token<'a> {
        let rest = self.rest();
        if let Some(digits) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
            let length = span(digits, |c| c.is_ascii_hexdigit() || c == '_');
            return self.take(Kind::Number, 2 + length);
        }
        let digit = |c: char| c.is_ascii_digit() || c == '_';
        let mut length = span(rest, digit);
        let after = |length: usize| rest.get(length..).unwrap_or_default();
        if after(length).starts_with('.') {
            length += 1;
            length += span(after(length), digit);
        }
        if let Some(exponent) = after(length).strip_prefix(['e', 'E']) {
            let sign = usize::from(exponent.starts_with(['+', '-']));
            let digits = span(exponent.get(sign..).unwrap_or_default(), |c| c.is_ascii_digit());
            if digits > 0 {
                length += 1 + sign + digits;
            }
        }
        self.take(Kind::Number, length)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Result<Token<'a>, Unterminated>;

    fn next(&mut self) -> Option<Self::Item> {
        self.position += span(self.rest(), is_blank);
        let rest = self.rest();
        let first = rest.chars().next()?;
        let second = rest.chars().nth(1);
        Some(match first {
            '-' if second == Some('-') => self.comment(),
            '/' if second == Some('*') => self.comment(),
            '\'' => self.quoted(Kind::Text, 1, '\'', "string"),
            '"' | '`' => self.quoted(Kind::Name, 1, first, "quoted name"),
            '[' => self.quoted(Kind::Name, 1, ']', "quoted name"),
            'x' | 'X' if second == Some('\'') => self.quoted(Kind::Blob, 2, '\'', "string"),
            '.' if second.is_some_and(|c| c.is_ascii_digit()) => Ok(self.number()),
            _ if first.is_ascii_digit() => Ok(self.number()),
            _ if begins_word(first) => Ok(self.take(Kind::Word, span(rest, continues_word))),
            '?' | ':' | '@' | '$' | '#' => Ok(self.take(Kind::Variable, 1 + span(skip(rest, 1), continues_word))),
            _ => Ok(self.take(Kind::Symbol, symbol(rest))),
        })
    }
}

/// The length of the operator that a text begins with; else of its first character.
fn symbol(rest: &str) -> usize {
    const LONG: [&str; 10] = ["->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>"];
    let long = LONG.iter().find(|operator| rest.starts_with(**operator)).map(|operator| operator.len());
    long.or_else(|| rest.chars().next().map(char::len_utf8)).unwrap_or(1)
}

/// How many bytes at the start of a text are of characters that fit.
fn span(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

fn skip(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}

/// SQLite takes a byte order mark for a blank.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{feff}')
}

fn begins_word(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

/// True for characters that a name without quotes may have after its first: every character outside of ASCII among them.
pub(super) fn continues_word(c: char) -> bool {
    begins_word(c) || c.is_ascii_digit() || c == '$'
}
