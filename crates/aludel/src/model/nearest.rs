//! What was probably meant.

/// The end of a message about an unknown name: the nearest known one, if one is near.
pub(super) fn suggestion(name: &str, known: impl IntoIterator<Item = String>) -> String {
    let distance = |other: &String| strsim::damerau_levenshtein(&name.to_lowercase(), &other.to_lowercase());
    let nearest = known.into_iter().min_by_key(distance);
    match nearest.filter(|nearest| distance(nearest) <= nearest.chars().count().max(3) / 3) {
        Some(nearest) => format!("; did you mean \"{nearest}\"?"),
        None => String::new(),
    }
}
