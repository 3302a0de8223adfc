//! Cuts SQL into tokens: for splitting scripts, and for comparing and reading expressions.

/// One token, a slice of the text that it was cut from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Where it begins, in bytes.
    pub(super) start: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, a name without quotes, or a variable without its `@`.
    Word,
    /// A name between backticks.
    Quoted,
    /// A string between single or double quotes.
    Text,
    /// Digits, with point and exponent, or hexadecimal after `0x`.
    Number,
    /// Punctuation; operators of two characters are one token.
    Symbol,
    /// Blanks and line ends.
    Space,
    /// A comment that the server does not run.
    Comment,
    /// A comment that the server runs: `/*! … */`.
    Executable,
    /// What ends a statement.
    Delimiter,
}

/// Something that does not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unended {
    pub(super) start: usize,
    pub(super) what: &'static str,
}

/// The tokens of a text, with nothing left out. A backslash in a string is read as an escape.
pub(super) struct Lexer<'a> {
    text: &'a str,
    place: usize,
    /// What ends a statement, a semicolon unless `DELIMITER` said otherwise.
    delimiter: &'a str,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, place: 0, delimiter: ";" }
    }

    pub(super) fn delimit(&mut self, delimiter: &'a str) {
        self.delimiter = delimiter;
    }

    /// Takes the rest of the line, its end left out.
    pub(super) fn rest_of_line(&mut self) -> &'a str {
        let rest = self.rest();
        let line = rest.lines().next().unwrap_or_default();
        self.place += line.len();
        line
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.place..).unwrap_or_default()
    }

    /// The kind and the length of the token that `rest` begins with.
    fn measure(&self, rest: &str, first: char) -> Result<(Kind, usize), &'static str> {
        if rest.starts_with(self.delimiter) {
            return Ok((Kind::Delimiter, self.delimiter.len()));
        }
        let second = rest.chars().nth(1);
        Ok(match first {
            _ if first.is_whitespace() => (Kind::Space, run(rest, char::is_whitespace)),
            '\'' | '"' => (Kind::Text, string(rest, first).ok_or("string")?),
            '`' => (Kind::Quoted, quoted_name(rest).ok_or("quoted name")?),
            '#' => (Kind::Comment, line_comment(rest)),
            '-' if second == Some('-') && is_comment_after(rest.chars().nth(2)) => (Kind::Comment, line_comment(rest)),
            '/' if second == Some('*') => {
                let executable = rest.starts_with("/*!") || rest.starts_with("/*M!");
                let kind = if executable { Kind::Executable } else { Kind::Comment };
                (kind, block_comment(rest, executable).ok_or("comment")?)
            }
            '0'..='9' => number(rest),
            _ if is_word(first) => (Kind::Word, self.word(rest)),
            _ => (Kind::Symbol, symbol(rest, first)),
        })
    }

    /// The length of a word, which a delimiter such as `$$` ends although its characters could be part of one.
    fn word(&self, rest: &str) -> usize {
        let ends = |(place, character): &(usize, char)| {
            !is_word(*character) || rest.get(*place..).is_some_and(|rest| rest.starts_with(self.delimiter))
        };
        rest.char_indices().find(ends).map_or(rest.len(), |(place, _)| place)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Result<Token<'a>, Unended>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        let start = self.place;
        let (kind, length) = match self.measure(rest, first) {
            Ok(measured) => measured,
            Err(what) => {
                self.place = self.text.len();
                return Some(Err(Unended { start, what }));
            }
        };
        self.place += length;
        Some(Ok(Token { kind, text: rest.get(..length).unwrap_or_default(), start }))
    }
}

/// The tokens of an expression, without blanks and comments; `None` where something in it does not end.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut lexer = Lexer::new(text);
    // An expression holds no second statement, and a delimiter that nothing begins with is never met.
    lexer.delimit("\0");
    let tokens: Result<Vec<Token<'_>>, Unended> = lexer.collect();
    let kept = |token: &Token<'_>| !matches!(token.kind, Kind::Space | Kind::Comment);
    tokens.ok().map(|tokens| tokens.into_iter().filter(kept).collect())
}

/// What a string or a quoted name says.
pub(super) fn unquote(token: &str) -> String {
    let mut characters = token.chars();
    let quote = characters.next().unwrap_or('\'');
    characters.next_back();
    let mut out = String::with_capacity(token.len());
    while let Some(character) = characters.next() {
        match character {
            '\\' if quote != '`' => characters.next().into_iter().for_each(|next| push_escaped(&mut out, next)),
            _ if character == quote => {
                characters.next();
                out.push(quote);
            }
            _ => out.push(character),
        }
    }
    out
}

/// What a backslash and this character mean.
pub(super) fn push_escaped(out: &mut String, character: char) {
    match character {
        'n' => out.push('\n'),
        'r' => out.push('\r'),
        't' => out.push('\t'),
        'b' => out.push('\u{8}'),
        '0' => out.push('\0'),
        'Z' => out.push('\u{1a}'),
        // Before the wildcards of LIKE the backslash stays.
        '%' | '_' => out.extend(['\\', character]),
        other => out.push(other),
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$') || !character.is_ascii() && !character.is_whitespace()
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|character| !belongs(character)).unwrap_or(text.len())
}

fn string(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((place, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return Some(place + 1);
        }
    }
    None
}

fn quoted_name(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((place, character)) = characters.next() {
        if character == '`' && characters.next_if(|(_, next)| *next == '`').is_none() {
            return Some(place + 1);
        }
    }
    None
}

fn line_comment(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// Two dashes begin a comment only before a blank, a control character or the end of the text.
fn is_comment_after(next: Option<char>) -> bool {
    next.is_none_or(|next| next.is_whitespace() || next.is_control())
}

/// A comment that is run may have comments in it; any other ends with the first `*/`.
fn block_comment(text: &str, executable: bool) -> Option<usize> {
    let mut place = 2;
    loop {
        let rest = text.get(place..)?;
        let end = rest.find("*/")?;
        match rest.find("/*") {
            Some(inner) if executable && inner < end => place += inner + block_comment(rest.get(inner..)?, false)?,
            Some(_) | None => return Some(place + end + 2),
        }
    }
}

/// A number, or a name that begins with a digit.
fn number(text: &str) -> (Kind, usize) {
    let hexadecimal = text.strip_prefix("0x").map(|digits| run(digits, |c| c.is_ascii_hexdigit()));
    if let Some(digits) = hexadecimal
        && digits > 0
    {
        return (Kind::Number, digits + 2);
    }
    let mut end = run(text, |c| c.is_ascii_digit());
    let rest = |place: usize| text.get(place..).unwrap_or_default();
    if rest(end).starts_with('.') {
        end += 1 + run(rest(end + 1), |c| c.is_ascii_digit());
    }
    if rest(end).starts_with(['e', 'E']) {
        let sign = usize::from(rest(end + 1).starts_with(['+', '-']));
        let digits = run(rest(end + 1 + sign), |c| c.is_ascii_digit());
        end += if digits > 0 { 1 + sign + digits } else { 0 };
    }
    match run(rest(end), is_word) {
        0 => (Kind::Number, end),
        more => (Kind::Word, end + more),
    }
}

fn symbol(text: &str, first: char) -> usize {
    const PAIRS: [&str; 11] = ["<=>", "->>", "->", "<=", ">=", "<>", "!=", ":=", "&&", "||", "<<"];
    PAIRS.iter().find(|pair| text.starts_with(**pair)).map_or(first.len_utf8(), |pair| pair.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).unwrap().into_iter().map(|token| (token.kind, token.text)).collect()
    }

    #[test]
    fn words_strings_names_and_numbers() {
        assert_eq!(
            kinds("`a``b`<>_utf8mb4'it\\'s' and 1e-5>=x1"),
            [
                (Kind::Quoted, "`a``b`"),
                (Kind::Symbol, "<>"),
                (Kind::Word, "_utf8mb4"),
                (Kind::Text, "'it\\'s'"),
                (Kind::Word, "and"),
                (Kind::Number, "1e-5"),
                (Kind::Symbol, ">="),
                (Kind::Word, "x1"),
            ]
        );
    }

    #[test]
    fn two_dashes_need_a_blank_to_be_a_comment() {
        assert_eq!(kinds("5--3").len(), 4);
        assert_eq!(kinds("5 -- 3").len(), 1);
    }

    #[test]
    fn strings_say_what_they_say() {
        assert_eq!(unquote(r"'it''s \\ \n'"), "it's \\ \n");
        assert_eq!(unquote("`a``b\\n`"), "a`b\\n");
        assert_eq!(unquote(r#""a""b""#), "a\"b");
    }

    #[test]
    fn what_does_not_end_is_told() {
        assert_eq!(Lexer::new("a 'b").find_map(Result::err), Some(Unended { start: 2, what: "string" }));
        assert_eq!(Lexer::new("a /* b").find_map(Result::err), Some(Unended { start: 2, what: "comment" }));
    }

    proptest! {
        #[test]
        fn tokens_are_the_text(text in "[-a-z0-9'\"`\\\\/*!#; \n$é.]{0,40}") {
            let cut: Result<Vec<_>, _> = Lexer::new(&text).collect();
            if let Ok(tokens) = cut {
                prop_assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), text);
            }
        }

        #[test]
        fn any_text_is_cut(text in any::<String>()) {
            prop_assert!(Lexer::new(&text).count() <= text.len());
        }
    }
}
