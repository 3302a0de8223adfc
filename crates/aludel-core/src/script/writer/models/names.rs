//! Names in Rust for what is in a database: fields, structs, variants, functions.

use std::collections::BTreeSet;

use super::singular::singular;

/// Types that a file of models names, which no struct of it may hide.
const TYPES: [&str; 6] = ["Model", "Option", "Self", "SqlEnum", "String", "Vec"];

/// Words of Rust, those of edition 2024 and those that are kept for later among them.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that are no identifier, however they are written.
const NEVER: [&str; 3] = ["crate", "self", "super"];

/// Names that are given, each once.
#[derive(Debug, Default)]
pub(super) struct Given(BTreeSet<String>);

impl Given {
    /// For types, with those that are there already.
    pub(super) fn types() -> Self {
        Self(TYPES.into_iter().map(str::to_owned).collect())
    }

    /// For functions, beside the one that lists the models.
    pub(super) fn functions() -> Self {
        Self(BTreeSet::from(["models".to_owned()]))
    }

    /// The first of some names that nothing has yet; where all are given, the last one with a number.
    pub(super) fn first_free(&mut self, names: &[String], divider: &str) -> String {
        let last = names.last().cloned().unwrap_or_default();
        let numbered = (2..).map(|number: u64| format!("{last}{divider}{number}"));
        let free = names.iter().cloned().chain(numbered).find(|name| !self.0.contains(name)).unwrap_or(last);
        self.0.insert(free.clone());
        free
    }
}

/// A name as that of a field or function, without `r#`.
pub(super) fn field(name: &str) -> String {
    if NEVER.contains(&name) {
        return format!("{name}_");
    }
    if is_plain(name) {
        return name.to_owned();
    }
    match words(name).join("_") {
        joined if joined.is_empty() => "column".to_owned(),
        joined if joined.starts_with(|c: char| c.is_ascii_digit()) => format!("_{joined}"),
        joined => joined,
    }
}

/// A field or function as it is written.
pub(super) fn written(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

/// The name of a row of a table, and what it may be called besides.
pub(super) fn rows(namespace: Option<&str>, table: &str) -> Vec<String> {
    let plural = words(table);
    let mut one = plural.clone();
    if let Some(last) = one.last_mut() {
        *last = singular(last);
    }
    let within = namespace.map(|namespace| camel(&[words(namespace), one.clone()].concat(), "Table"));
    let first = camel(&one, "Table");
    let row = format!("{first}Row");
    [Some(first), Some(camel(&plural, "Table")), within, Some(row)].into_iter().flatten().collect()
}

/// The name of an enum or of one of its variants.
pub(super) fn upper(name: &str, otherwise: &str) -> String {
    camel(&words(name), otherwise)
}

/// The words of a name in small letters: they end where a character can stand in no name, and where a capital begins.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (place, c) in characters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| characters.get(place));
        let after = characters.get(place + 1);
        let begins =
            c.is_uppercase() && (before.is_some_and(|c| !c.is_uppercase()) || after.is_some_and(|c| c.is_lowercase()));
        if begins || !is_letter(*c) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (is_letter(*c), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The words as one, each with a capital.
fn camel(words: &[String], otherwise: &str) -> String {
    let capital = |word: &String| {
        let mut rest = word.chars();
        rest.next().map(char::to_uppercase).into_iter().flatten().chain(rest).collect::<String>()
    };
    match words.iter().map(capital).collect::<String>() {
        name if name.is_empty() => otherwise.to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("{otherwise}{name}"),
        name => name,
    }
}

/// Letters of other scripts would be legal, but the compiler warns where some of them stand together.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (matches!(c, '\u{c0}'..='\u{ff}') && c.is_alphabetic())
}

/// True for a name that is that of a field as it stands.
fn is_plain(name: &str) -> bool {
    let legal = |c: char| c == '_' || c.is_ascii_digit() || c.is_ascii_lowercase();
    name.chars().all(legal)
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.contains("__")
        && name.chars().any(|c| c != '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (column, expected) in [
            ("id", "id"),
            ("AlbumId", "album_id"),
            ("HTTPServer2", "http_server2"),
            ("USER_ID", "user_id"),
            ("weird name", "weird_name"),
            ("a__b", "a_b"),
            ("_id", "_id"),
            ("1st", "_1st"),
            ("größe", "größe"),
            ("Größe in m²", "größe_in_m"),
            ("имя", "column"),
            ("_", "column"),
            ("", "column"),
            ("self", "self_"),
        ] {
            assert_eq!(field(column), expected, "{column}");
        }
        assert_eq!(["type", "gen", "name"].map(written), ["r#type", "r#gen", "name"]);
    }

    #[test]
    fn structs() {
        let first = |table: &str| rows(None, table).into_iter().next().unwrap();
        for (table, expected) in [
            ("users", "User"),
            ("film_categories", "FilmCategory"),
            ("OrderDetails", "OrderDetail"),
            ("2fa_tokens", "Table2faToken"),
            ("Order Details", "OrderDetail"),
            ("???", "Table"),
        ] {
            assert_eq!(first(table), expected, "{table}");
        }
        assert_eq!(rows(Some("auth"), "users"), ["User", "Users", "AuthUser", "UserRow"]);
    }

    #[test]
    fn each_name_is_given_once() {
        let mut given = Given::types();
        let names = rows(None, "options");
        assert_eq!(given.first_free(&names, ""), "Options");
        assert_eq!(given.first_free(&names, ""), "OptionRow");
        assert_eq!(given.first_free(&names, ""), "OptionRow2");
        assert_eq!(given.first_free(&["User".into()], ""), "User");
        let mut functions = Given::functions();
        assert_eq!(functions.first_free(&["models".into()], "_"), "models_2");
    }
}
