//! The cases of `rename_all`, with the words and the spelling of sqlx.

use heck::{ToKebabCase as _, ToLowerCamelCase as _, ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};
use syn::LitStr;

use crate::error::{Errors, suggestion};

/// A case that names are brought to.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    /// As it is.
    Unchanged,
    /// `very_happy`.
    Snake,
    /// `veryhappy`.
    Lower,
    /// `VERYHAPPY`.
    Upper,
    /// `VERY_HAPPY`.
    ScreamingSnake,
    /// `very-happy`.
    Kebab,
    /// `veryHappy`.
    Camel,
    /// `VeryHappy`.
    Pascal,
}

/// The words of `rename_all`.
const WORDS: &[(&str, Case)] = &[
    ("snake_case", Case::Snake),
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("camelCase", Case::Camel),
    ("PascalCase", Case::Pascal),
];

impl Case {
    /// Reads a word of `rename_all`.
    pub(crate) fn read(text: &LitStr, errors: &Errors) -> Self {
        let word = text.value();
        let known = WORDS.iter().find(|(known, _)| *known == word);
        if known.is_none() {
            let suggestion = suggestion(&word, WORDS.iter().map(|(known, _)| *known));
            errors.at(text.span(), format!("unknown case `{word}`; {suggestion}"));
        }
        known.map_or(Self::Unchanged, |(_, case)| *case)
    }

    /// A name in this case.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Self::Unchanged => name.to_owned(),
            Self::Snake => name.to_snake_case(),
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::ScreamingSnake => name.to_shouty_snake_case(),
            Self::Kebab => name.to_kebab_case(),
            Self::Camel => name.to_lower_camel_case(),
            Self::Pascal => name.to_upper_camel_case(),
        }
    }
}
