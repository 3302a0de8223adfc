//! Cuts SQL into tokens: enough to find the ends of statements and to compare expressions.
//!
//! Nothing is left out: the texts of the tokens, put together, are the text. A string or comment that does not end is a
//! token of its own kind, so that this never fails.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Blanks and line ends.
    Blank,
    /// A comment, of either form.
    Comment,
    /// A keyword, or a name without quotes.
    Word,
    /// A name in quotes.
    Quoted,
    /// A string, of any form.
    String,
    /// A number.
    Number,
    /// Anything else: one character, or an operator of several.
    Symbol,
    /// Something that does not end; what it is.
    Unfinished(&'static str),
}

/// A token and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Where it begins, in bytes.
    pub(super) start: usize,
}

impl Token<'_> {
    /// True for that keyword, or name without quotes, in any case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// True for that symbol.
    pub(super) fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }
}

/// The tokens of a text, one after the other.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, place: 0 }
}

/// The tokens that say something: no blanks, no comments.
pub(super) fn meaningful(text: &str) -> impl Iterator<Item = Token<'_>> {
    tokens(text).filter(|token| !matches!(token.kind, Kind::Blank | Kind::Comment))
}

/// See [`tokens`].
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    place: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.text.get(self.place..)?;
        let (kind, length) = first(rest)?;
        let token = Token { kind, text: rest.get(..length)?, start: self.place };
        self.place += length;
        Some(token)
    }
}

/// The kind of the first token, and its length in bytes.
fn first(rest: &str) -> Option<(Kind, usize)> {
    let character = rest.chars().next()?;
    Some(match character {
        c if c.is_whitespace() => (Kind::Blank, length_while(rest, char::is_whitespace)),
        '-' if rest.starts_with("--") => (Kind::Comment, rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => finished(block_comment(rest), Kind::Comment, rest, "comment"),
        '\'' => finished(quoted(rest, 1, '\'', false), Kind::String, rest, "string"),
        'e' | 'E' if rest.get(1..2) == Some("'") => finished(quoted(rest, 2, '\'', true), Kind::String, rest, "string"),
        'b' | 'B' | 'x' | 'X' | 'n' | 'N' if rest.get(1..2) == Some("'") => {
            finished(quoted(rest, 2, '\'', false), Kind::String, rest, "string")
        }
        'u' | 'U' if rest.get(1..3) == Some("&'") => {
            finished(quoted(rest, 3, '\'', false), Kind::String, rest, "string")
        }
        'u' | 'U' if rest.get(1..3) == Some("&\"") => {
            finished(quoted(rest, 3, '"', false), Kind::Quoted, rest, "quoted name")
        }
        '"' => finished(quoted(rest, 1, '"', false), Kind::Quoted, rest, "quoted name"),
        '$' => match dollar_tag(rest) {
            Some(tag) => finished(dollar_quoted(rest, tag), Kind::String, rest, "dollar-quoted string"),
            None => (Kind::Symbol, 1),
        },
        c if c.is_alphabetic() || c == '_' => (Kind::Word, length_while(rest, is_word_character)),
        c if c.is_ascii_digit() => (Kind::Number, number(rest)),
        '.' if rest.get(1..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())) => {
            (Kind::Number, number(rest))
        }
        _ => (Kind::Symbol, symbol(rest)),
    })
}

/// A token that has an end, or one that does not and takes the rest.
fn finished(length: Option<usize>, kind: Kind, rest: &str, what: &'static str) -> (Kind, usize) {
    length.map_or((Kind::Unfinished(what), rest.len()), |length| (kind, length))
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn length_while(rest: &str, accept: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !accept(c)).unwrap_or(rest.len())
}

/// The length of a quoted text whose contents begin at `begin`; a doubled quote does not end it.
fn quoted(rest: &str, begin: usize, quote: char, escapes: bool) -> Option<usize> {
    let mut characters = rest.char_indices().skip_while(|(place, _)| *place < begin).peekable();
    while let Some((place, character)) = characters.next() {
        if character == '\\' && escapes {
            characters.next();
        } else if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return Some(place + quote.len_utf8());
        }
    }
    None
}

/// The length of a comment that may hold others.
fn block_comment(rest: &str) -> Option<usize> {
    let (mut depth, mut place) = (0_usize, 0);
    while let Some(character) = rest.get(place..)?.chars().next() {
        match rest.get(place..place + 2) {
            Some("/*") => (depth, place) = (depth + 1, place + 2),
            Some("*/") => {
                (depth, place) = (depth - 1, place + 2);
                if depth == 0 {
                    return Some(place);
                }
            }
            Some(_) | None => place += character.len_utf8(),
        }
    }
    None
}

/// The tag that opens a dollar-quoted string, dollars included.
fn dollar_tag(rest: &str) -> Option<&str> {
    let end = rest.get(1..)?.find('$')? + 2;
    let tag = rest.get(..end)?;
    let inner = rest.get(1..end - 1)?;
    let is_name = !inner.starts_with(|c: char| c.is_ascii_digit());
    (is_name && inner.chars().all(|c| c.is_alphanumeric() || c == '_')).then_some(tag)
}

fn dollar_quoted(rest: &str, tag: &str) -> Option<usize> {
    let end = rest.get(tag.len()..)?.find(tag)?;
    Some(end + 2 * tag.len())
}

fn number(rest: &str) -> usize {
    let mut length = length_while(rest, |c| c.is_ascii_digit() || c == '.' || c == '_');
    let exponent = rest.get(length..).unwrap_or_default();
    if let Some(digits) = exponent.strip_prefix(['e', 'E']) {
        let sign = usize::from(digits.starts_with(['+', '-']));
        let digits = length_while(digits.get(sign..).unwrap_or_default(), |c| c.is_ascii_digit());
        if digits > 0 {
            length += 1 + sign + digits;
        }
    }
    length
}

/// The characters of operators; PostgreSQL reads as many as follow each other as one.
fn is_operator_character(c: char) -> bool {
    matches!(c, '+' | '-' | '*' | '/' | '<' | '>' | '=' | '~' | '!' | '@' | '#' | '%' | '^' | '&' | '|' | '`' | '?')
}

fn symbol(rest: &str) -> usize {
    if rest.starts_with("::") {
        return 2;
    }
    let length = length_while(rest, is_operator_character);
    let operator = rest.get(..length).unwrap_or_default();
    // A comment ends an operator.
    let comment = [operator.find("--"), operator.find("/*")].into_iter().flatten().min();
    let operator = operator.get(..comment.unwrap_or(length)).unwrap_or_default();
    // A sign ends one only where another character shows that it is no arithmetic: `a=-1` is `a = -1`.
    let signed = operator.contains(['~', '!', '@', '#', '%', '^', '&', '|', '`', '?']);
    let kept = if signed { operator } else { operator.trim_end_matches(['+', '-']) };
    match (kept.len(), operator.len()) {
        (0, 0) => rest.chars().next().map_or(1, char::len_utf8),
        (0, _) => 1,
        (kept, _) => kept,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        meaningful(text).map(|token| (token.kind, token.text)).collect()
    }

    #[test]
    fn each_form_of_string_is_one_token() {
        for text in ["'a''b'", r"E'a\'b'", "$$a;'b$$", "$tag$ $$ $tag$", "B'101'", "U&'\\0041'", r"'a\'"] {
            assert_eq!(kinds(text), [(Kind::String, text)], "{text}");
        }
    }

    #[test]
    fn comments_nest() {
        assert_eq!(kinds("/* a /* b */ c */ d -- e"), [(Kind::Word, "d")]);
        assert_eq!(kinds("/* a /* b */"), [(Kind::Unfinished("comment"), "/* a /* b */")]);
    }

    #[test]
    fn a_parameter_is_no_dollar_quote() {
        assert_eq!(
            kinds("$1 $2"),
            [(Kind::Symbol, "$"), (Kind::Number, "1"), (Kind::Symbol, "$"), (Kind::Number, "2")]
        );
    }

    #[test]
    fn casts_and_operators_are_apart() {
        assert_eq!(kinds("a::b=-1").iter().map(|(_, text)| *text).collect::<Vec<_>>(), ["a", "::", "b", "=", "-", "1"]);
    }

    proptest! {
        #[test]
        fn the_tokens_are_the_text(text in "[a-z0-9 '\"$*/\\-\\\\:;.é\n]{0,40}") {
            prop_assert_eq!(tokens(&text).map(|token| token.text).collect::<String>(), text);
        }
    }
}
