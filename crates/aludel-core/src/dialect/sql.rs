//! The one writer of SQL: it owns quoting, so that no name and no value reaches a server unquoted.

use std::fmt;

use crate::name::ObjectName;
use crate::schema::Literal;

/// How a dialect writes names and values.
///
/// ```
/// use aludel_core::dialect;
///
/// let dialect = dialect::by_name("mysql").expect("it is one of them");
/// assert_eq!(dialect.grammar().quote, '`');
/// ```
pub struct Grammar {
    /// The character around names; inside of one it is doubled.
    pub quote: char,
    /// False and true.
    pub booleans: [&'static str; 2],
    /// Writes text as a literal that means the same in every setting of a session.
    pub text: fn(&mut String, &str),
    /// Writes bytes as a literal.
    pub bytes: fn(&mut String, &[u8]),
    /// The function that counts the characters of a text.
    pub char_length: &'static str,
}

impl fmt::Debug for Grammar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grammar").field("quote", &self.quote).finish_non_exhaustive()
    }
}

/// Writes one statement, word by word, with single blanks where they belong.
///
/// ```
/// use aludel_core::dialect;
///
/// let dialect = dialect::by_name("postgres").expect("it is one of them");
/// let sql = dialect.sql().keyword("DROP TABLE").name(&("shop", "odd \"name\"").into()).finish();
/// assert_eq!(sql, r#"DROP TABLE "shop"."odd ""name""""#);
/// ```
#[derive(Debug)]
pub struct SqlWriter {
    text: String,
    grammar: &'static Grammar,
}

impl SqlWriter {
    /// An empty statement.
    pub fn new(grammar: &'static Grammar) -> Self {
        Self { text: String::new(), grammar }
    }

    /// Keywords, or punctuation that stands alone.
    #[must_use]
    pub fn keyword(mut self, words: &str) -> Self {
        self.blank();
        self.text.push_str(words);
        self
    }

    /// A name, quoted.
    #[must_use]
    pub fn ident(mut self, name: &str) -> Self {
        self.blank();
        self.quoted(name);
        self
    }

    /// The name of an object, its namespace in front, both quoted.
    #[must_use]
    pub fn name(mut self, name: &ObjectName) -> Self {
        self.blank();
        if let Some(namespace) = &name.namespace {
            self.quoted(namespace);
            self.text.push('.');
        }
        self.quoted(&name.name);
        self
    }

    /// A value.
    #[must_use]
    pub fn literal(mut self, literal: &Literal) -> Self {
        self.blank();
        match literal {
            Literal::Null => self.text.push_str("NULL"),
            Literal::Boolean(value) => {
                let [no, yes] = self.grammar.booleans;
                self.text.push_str(if *value { yes } else { no });
            }
            Literal::Number(number) if is_number(number) => {
                self.text.push_str(number);
                // A point at the end would run into the next word.
                if number.ends_with('.') {
                    self.text.push('0');
                }
            }
            Literal::Number(text) | Literal::Text(text) => (self.grammar.text)(&mut self.text, text),
            Literal::Bytes(bytes) => (self.grammar.bytes)(&mut self.text, bytes),
        }
        self
    }

    /// SQL that somebody else wrote: an expression, a type, a query.
    #[must_use]
    pub fn raw(self, sql: &str) -> Self {
        self.keyword(sql)
    }

    /// What `write` adds, if there is something to add it for.
    #[must_use]
    pub fn optional<T>(self, item: Option<T>, write: impl FnOnce(Self, T) -> Self) -> Self {
        match item {
            Some(item) => write(self, item),
            None => self,
        }
    }

    /// What `write` adds, if `condition` holds.
    #[must_use]
    pub fn when(self, condition: bool, write: impl FnOnce(Self) -> Self) -> Self {
        if condition { write(self) } else { self }
    }

    /// Parentheses around what `write` adds.
    #[must_use]
    pub fn parens(mut self, write: impl FnOnce(Self) -> Self) -> Self {
        self.blank();
        self.text.push('(');
        let mut inner = write(self);
        inner.text.push(')');
        inner
    }

    /// Items with commas between them.
    #[must_use]
    pub fn list<T>(mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(Self, T) -> Self) -> Self {
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            self = write(self, item);
        }
        self
    }

    /// Names in parentheses: `("a", "b")`.
    #[must_use]
    pub fn idents<S: AsRef<str>>(self, names: impl IntoIterator<Item = S>) -> Self {
        self.parens(|sql| sql.list(names, |sql, name| sql.ident(name.as_ref())))
    }

    /// Items in parentheses, each in a line of its own.
    #[must_use]
    pub fn block<T>(mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(Self, T) -> Self) -> Self {
        self.blank();
        self.text.push('(');
        for (place, item) in items.into_iter().enumerate() {
            self.text.push_str(if place == 0 { "\n    " } else { ",\n    " });
            self = write(self, item);
        }
        self.text.push_str("\n)");
        self
    }

    /// Text that follows without a blank, such as a semicolon or the parentheses of a type.
    #[must_use]
    pub fn tight(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// The statement.
    pub fn finish(self) -> String {
        self.text
    }

    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '(', '\n', '.']) {
            self.text.push(' ');
        }
    }

    fn quoted(&mut self, name: &str) {
        let quote = self.grammar.quote;
        self.text.push(quote);
        for character in name.chars() {
            self.text.push(character);
            if character == quote {
                self.text.push(quote);
            }
        }
        self.text.push(quote);
    }
}

/// True for digits with an optional sign, point and exponent, so that a number never carries SQL.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
        && unsigned.parse::<f64>().is_ok()
}
