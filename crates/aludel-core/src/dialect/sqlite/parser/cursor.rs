//! A place in a list of tokens, and the steps forward that all statements share.

use std::fmt;

use crate::dialect::sqlite::lexer::{self, Kind, Token, Unterminated};

/// Why a statement cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParseError(String);

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Unterminated> for ParseError {
    fn from(error: Unterminated) -> Self {
        Self(format!("the {} at byte {} does not end", error.what, error.start))
    }
}

/// A place in the tokens of a statement.
pub(super) struct Cursor<'a> {
    source: &'a str,
    tokens: Vec<Token<'a>>,
    place: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a str) -> Result<Self, ParseError> {
        Ok(Self { source, tokens: lexer::tokens(source)?, place: 0 })
    }

    /// The next token, which stays.
    pub(super) fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.place)
    }

    /// The token after the next one.
    pub(super) fn peek_second(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.place + 1)
    }

    /// The next token, which is passed.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.peek().copied();
        self.place += usize::from(token.is_some());
        token
    }

    pub(super) fn is_word(&self, keyword: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(keyword))
    }

    pub(super) fn is_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(symbol))
    }

    /// Passes these keywords if all of them come next.
    pub(super) fn eat(&mut self, keywords: &[&str]) -> bool {
        let rest = self.tokens.get(self.place..).unwrap_or_default();
        let found = rest.len() >= keywords.len() && rest.iter().zip(keywords).all(|(token, word)| token.is_word(word));
        self.place += if found { keywords.len() } else { 0 };
        found
    }

    /// Passes this symbol if it comes next.
    pub(super) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.place += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, keyword: &str) -> Result<(), ParseError> {
        if self.eat(&[keyword]) { Ok(()) } else { Err(self.unexpected(keyword)) }
    }

    pub(super) fn expect_symbol(&mut self, symbol: &str) -> Result<(), ParseError> {
        if self.eat_symbol(symbol) { Ok(()) } else { Err(self.unexpected(symbol)) }
    }

    /// A name, quoted or not. SQLite takes a string for one too.
    pub(super) fn name(&mut self) -> Result<String, ParseError> {
        let token = self.peek().copied();
        let name = token.and_then(|token| match token.kind {
            Kind::Text => Some(lexer::unquoted(token.text)),
            Kind::Word | Kind::Name | Kind::Blob | Kind::Number | Kind::Variable | Kind::Symbol | Kind::Comment => {
                token.name()
            }
        });
        match name {
            Some(name) => {
                self.place += 1;
                Ok(name)
            }
            None => Err(self.unexpected("a name")),
        }
    }

    /// The name of an object; that of the database before it is left out.
    pub(super) fn object_name(&mut self) -> Result<String, ParseError> {
        let name = self.name()?;
        if self.eat_symbol(".") { self.name() } else { Ok(name) }
    }

    /// What stands between the parenthesis that comes next and the one that closes it.
    pub(super) fn parenthesised(&mut self) -> Result<&'a str, ParseError> {
        let open = self.peek().copied();
        self.expect_symbol("(")?;
        let start = open.map_or(0, |open| open.end());
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth -= 1;
            }
            if depth == 0 {
                return Ok(self.source.get(start..token.start).unwrap_or_default().trim());
            }
        }
        Err(self.unexpected(")"))
    }

    /// What stands from the next token to the end.
    pub(super) fn rest(&mut self) -> &'a str {
        let start = self.peek().map(|token| token.start);
        let end = self.tokens.last().map(Token::end);
        self.place = self.tokens.len();
        start.zip(end).and_then(|(start, end)| self.source.get(start..end)).unwrap_or_default()
    }

    /// What the tokens passed since a place are in the text, comments among them.
    pub(super) fn since(&self, place: usize) -> &'a str {
        let start = self.tokens.get(place).map(|token| token.start);
        let end = self.place.checked_sub(1).and_then(|last| self.tokens.get(last)).map(Token::end);
        start.zip(end).and_then(|(start, end)| self.source.get(start..end)).unwrap_or_default()
    }

    /// The tokens passed since a place.
    pub(super) fn tokens_since(&self, place: usize) -> &[Token<'a>] {
        self.tokens.get(place..self.place).unwrap_or_default()
    }

    /// How many tokens are passed.
    pub(super) fn place(&self) -> usize {
        self.place
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.peek().is_none()
    }

    pub(super) fn unexpected(&self, wanted: &str) -> ParseError {
        match self.peek() {
            Some(token) => ParseError(format!("{wanted} was expected before `{}` at byte {}", token.text, token.start)),
            None => ParseError(format!("{wanted} was expected at the end")),
        }
    }
}
