//! One of what a table holds many of: `users` to `user`. English, as far as tables are named in it.

/// Endings of the plural that a rule would get wrong, and those of the singular.
const IRREGULAR: [(&str, &str); 18] = [
    ("people", "person"),
    ("children", "child"),
    ("mice", "mouse"),
    ("quizzes", "quiz"),
    ("indices", "index"),
    ("matrices", "matrix"),
    ("vertices", "vertex"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("caches", "cache"),
    ("niches", "niche"),
    ("shoes", "shoe"),
    ("news", "news"),
    ("series", "series"),
    ("species", "species"),
    ("gas", "gas"),
    ("canvas", "canvas"),
    ("alias", "alias"),
];

/// Endings of the plural with what stands in their place, the longest first.
const RULES: [(&str, &str); 15] = [
    ("sses", "ss"),
    ("ouses", "ouse"),
    ("auses", "ause"),
    ("uses", "us"),
    ("iases", "ias"),
    ("yses", "ysis"),
    ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("oes", "o"),
    ("ies", "y"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
];

/// A word in small letters, as there is one of it.
pub(super) fn singular(word: &str) -> String {
    const SHORTEST: usize = 4;
    let irregular = |(plural, singular): &(&str, &str)| Some(format!("{}{singular}", word.strip_suffix(plural)?));
    if let Some(singular) = IRREGULAR.iter().find_map(irregular) {
        return singular;
    }
    if word.chars().count() < SHORTEST {
        return word.to_owned();
    }
    RULES.iter().find_map(irregular).unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn words_that_tables_are_called() {
        for (plural, expected) in [
            ("users", "user"),
            ("categories", "category"),
            ("movies", "movie"),
            ("addresses", "address"),
            ("address", "address"),
            ("statuses", "status"),
            ("status", "status"),
            ("houses", "house"),
            ("databases", "database"),
            ("responses", "response"),
            ("aliases", "alias"),
            ("analyses", "analysis"),
            ("boxes", "box"),
            ("caches", "cache"),
            ("batches", "batch"),
            ("heroes", "hero"),
            ("people", "person"),
            ("salespeople", "salesperson"),
            ("news", "news"),
            ("sizes", "size"),
            ("keys", "key"),
            ("staff", "staff"),
            ("ids", "ids"),
            ("data", "data"),
        ] {
            assert_eq!(singular(plural), expected, "{plural}");
        }
    }
}
