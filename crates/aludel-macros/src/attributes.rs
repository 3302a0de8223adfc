//! The inside of `#[model(...)]` and `#[sql_enum(...)]`: words, each alone, with a value, or with a list.
//!
//! What is wrong with a word is said here, at its place, with how it is written: an unknown word, one that stands
//! twice, a value of the wrong kind. What the words mean together is for the modules that read them.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, ExprUnary, Ident, Lit, LitInt, LitStr, Token, UnOp, token};

use crate::error::{Errors, suggestion};

/// The longest name, in bytes, that every supported database keeps whole.
const LONGEST_NAME: usize = 63;

/// A word that may stand in an attribute.
pub(crate) struct Word {
    /// The word.
    pub(crate) name: &'static str,
    /// How it is written, for messages.
    pub(crate) usage: &'static str,
    /// How often it may stand.
    pub(crate) times: Times,
}

/// How often a word may stand.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Times {
    /// Once.
    Once,
    /// As often as one likes.
    Many,
}

/// A word that may stand once.
pub(crate) const fn once(name: &'static str, usage: &'static str) -> Word {
    Word { name, usage, times: Times::Once }
}

/// A word that may stand as often as one likes.
pub(crate) const fn many(name: &'static str, usage: &'static str) -> Word {
    Word { name, usage, times: Times::Many }
}

/// The words that stand in an attribute, checked against those that may.
pub(crate) struct Entries<'a> {
    entries: Vec<Entry>,
    words: &'static [Word],
    errors: &'a Errors,
}

impl<'a> Entries<'a> {
    /// The words in all attributes of that name.
    pub(crate) fn read(attributes: &[Attribute], name: &str, words: &'static [Word], errors: &'a Errors) -> Self {
        let parse = Punctuated::<Entry, Token![,]>::parse_terminated;
        let parsed = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident(name))
            .filter_map(|attribute| errors.keep(attribute.parse_args_with(parse)))
            .flatten();
        Self::checked(parsed, words, errors)
    }

    /// The words in the parentheses of a word, or `None` where there are none.
    fn within(entry: &Entry, words: &'static [Word], errors: &'a Errors) -> Option<Self> {
        let Value::List(tokens) = &entry.value else { return None };
        let parsed = Punctuated::<Entry, Token![,]>::parse_terminated.parse2(tokens.clone()).ok()?;
        Some(Self::checked(parsed.into_iter(), words, errors))
    }

    fn checked(parsed: impl Iterator<Item = Entry>, words: &'static [Word], errors: &'a Errors) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        for entry in parsed {
            let name = entry.name();
            match words.iter().find(|word| word.name == name) {
                None => {
                    let suggestion = suggestion(&name, words.iter().map(|word| word.name));
                    errors.at(entry.word.span(), format!("unknown attribute `{name}`; {suggestion}"));
                }
                Some(word) if word.times == Times::Once && entries.iter().any(|known| known.name() == name) => {
                    errors.at(entry.word.span(), format!("`{name}` stands there twice; remove one"));
                }
                Some(_) => entries.push(entry),
            }
        }
        Self { entries, words, errors }
    }

    /// Takes a word out, if it is there.
    pub(crate) fn take(&mut self, name: &str) -> Option<Entry> {
        let place = self.entries.iter().position(|entry| entry.word == name)?;
        Some(self.entries.remove(place))
    }

    /// The first word that is still there.
    pub(crate) fn first(&self) -> Option<&Entry> {
        self.entries.first()
    }

    /// Takes a word that stands alone, and says where it was.
    pub(crate) fn flag(&mut self, name: &str) -> Option<Span> {
        let entry = self.take(name)?;
        if !matches!(entry.value, Value::None) {
            self.wrong::<()>(&entry, "takes no value");
        }
        Some(entry.word.span())
    }

    /// Takes a word that stands alone, or is given `true` or `false`.
    pub(crate) fn boolean(&mut self, name: &str) -> Option<(bool, Span)> {
        let entry = self.take(name)?;
        match &entry.value {
            Value::None => Some((true, entry.word.span())),
            Value::Given(Expr::Lit(ExprLit { lit: Lit::Bool(value), .. })) => Some((value.value, entry.word.span())),
            Value::Given(_) | Value::List(_) => self.wrong(&entry, "takes `true` or `false`"),
        }
    }

    /// Takes a word that is given text.
    pub(crate) fn text(&mut self, name: &str) -> Option<LitStr> {
        let entry = self.take(name)?;
        self.text_of(&entry)
    }

    /// The text that a word is given.
    pub(crate) fn text_of(&self, entry: &Entry) -> Option<LitStr> {
        match &entry.value {
            Value::Given(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) if text.value().trim().is_empty() => {
                self.wrong(entry, "takes text that is not empty")
            }
            Value::Given(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text.clone()),
            Value::Given(_) | Value::List(_) | Value::None => self.wrong(entry, "takes text in quotes"),
        }
    }

    /// Takes a word that is given a name in the database.
    pub(crate) fn name(&mut self, word: &str) -> Option<LitStr> {
        let name = self.text(word)?;
        check_name(&name, self.errors);
        Some(name)
    }

    /// Takes a word that is given a whole number.
    pub(crate) fn number(&mut self, name: &str) -> Option<LitInt> {
        let entry = self.take(name)?;
        match &entry.value {
            Value::Given(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) => Some(number.clone()),
            Value::Given(_) | Value::List(_) | Value::None => self.wrong(&entry, "takes a whole number"),
        }
    }

    /// Takes a word that is given a list of texts.
    pub(crate) fn texts(&mut self, name: &str) -> Option<Vec<LitStr>> {
        let entry = self.take(name)?;
        let Value::List(tokens) = &entry.value else { return self.wrong(&entry, "takes texts in parentheses") };
        let texts = Punctuated::<LitStr, Token![,]>::parse_terminated.parse2(tokens.clone());
        match texts {
            Ok(texts) if !texts.is_empty() => Some(texts.into_iter().collect()),
            Ok(_) | Err(_) => self.wrong(&entry, "takes texts in parentheses"),
        }
    }

    /// Takes every word of a name that has words of its own in parentheses, and reads those.
    pub(crate) fn groups<T>(
        &mut self,
        name: &str,
        words: &'static [Word],
        read: fn(Span, Entries<'_>, &Errors) -> Option<T>,
    ) -> Vec<T> {
        let mut groups = Vec::new();
        while let Some(entry) = self.take(name) {
            let Some(within) = Entries::within(&entry, words, self.errors) else {
                self.wrong::<()>(&entry, "takes words in parentheses");
                continue;
            };
            groups.extend(read(entry.word.span(), within, self.errors));
        }
        groups
    }

    /// Notes that the value of a word is of the wrong kind.
    pub(crate) fn wrong<T>(&self, entry: &Entry, takes: &str) -> Option<T> {
        let name = entry.name();
        let usage = self.words.iter().find(|word| word.name == name).map_or("", |word| word.usage);
        let message = format!("`{name}` {takes}; write `{usage}`");
        match &entry.value {
            Value::None | Value::List(_) => self.errors.at(entry.word.span(), message),
            Value::Given(value) => self.errors.over(value, message),
        }
        None
    }
}

/// Notes what is wrong with a name in the database.
pub(crate) fn check_name(name: &LitStr, errors: &Errors) {
    let text = name.value();
    if text.len() > LONGEST_NAME {
        let message =
            format!("a name of {} bytes, where databases keep {LONGEST_NAME}; write a shorter one", text.len());
        errors.at(name.span(), message);
    }
    if text.contains('\0') {
        errors.at(name.span(), "a name can't hold the character NUL");
    }
}

/// A word, and what it is given.
pub(crate) struct Entry {
    /// The word.
    pub(crate) word: Ident,
    /// What it is given.
    pub(crate) value: Value,
}

/// What a word is given.
pub(crate) enum Value {
    /// Nothing: `unique`.
    None,
    /// A value: `length = 64`.
    Given(Expr),
    /// A list: `columns("a", "b")`.
    List(proc_macro2::TokenStream),
}

impl Entry {
    /// The word as text.
    fn name(&self) -> String {
        self.word.to_string()
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // `type` and `virtual` are words of Rust, so any identifier is taken.
        let word = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Given(input.parse()?)
        } else if input.peek(token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            Value::List(content.parse()?)
        } else if input.is_empty() || input.peek(Token![,]) {
            Value::None
        } else {
            return Err(input.error(format!("expected `=` or `,` after `{word}`")));
        };
        Ok(Self { word, value })
    }
}

/// A literal with the minus before it, if the expression is one.
pub(crate) fn signed_literal(expression: &Expr) -> Option<(bool, &Lit)> {
    match expression {
        Expr::Lit(ExprLit { lit, .. }) => Some((false, lit)),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match expr.as_ref() {
            Expr::Lit(ExprLit { lit: lit @ (Lit::Int(_) | Lit::Float(_)), .. }) => Some((true, lit)),
            _ => None,
        },
        _ => None,
    }
}
