//! What was meant, perhaps, by a name that nothing has.

use std::collections::BTreeSet;

/// How many suggestions are made at most.
const MOST: usize = 3;

/// The candidates nearest to a name, the nearest first; none where all are far.
///
/// A name may be the mistyped beginning of a longer candidate, as `8f2d` is of `8f2c1a90b3d4`.
pub(super) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let name: Vec<char> = name.chars().collect();
    let limit = (name.len() / 3).clamp(1, 3);
    let near: BTreeSet<(usize, &str)> = candidates
        .filter_map(|candidate| {
            let letters: Vec<char> = candidate.chars().collect();
            let whole = distance(&name, &letters, limit);
            let beginning = letters.get(..name.len()).filter(|_| name.len() > 3);
            let beginning = beginning.and_then(|beginning| distance(&name, beginning, limit));
            whole.into_iter().chain(beginning).min().map(|distance| (distance, candidate))
        })
        .collect();
    let best = near.first().map(|(distance, _)| *distance);
    near.iter()
        .take(MOST)
        .filter(|(distance, _)| Some(*distance) <= best.map(|best| best + 1))
        .map(|(_, candidate)| (*candidate).to_owned())
        .collect()
}

/// How many letters are inserted, left out, changed or swapped with their neighbour between two words; `None` where that
/// is more than the limit.
fn distance(from: &[char], to: &[char], limit: usize) -> Option<usize> {
    if from.len().abs_diff(to.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
            let changed = at(&last, column) + usize::from(letter != other);
            let mut best = changed.min(at(&last, column + 1) + 1).min(at(&next, column) + 1);
            let swapped =
                row > 0 && column > 0 && from.get(row - 1) == Some(other) && to.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            next.push(best);
        }
        if next.iter().min() > Some(&limit) {
            return None;
        }
        before_last = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_comes_first_and_the_far_is_left_out() {
        let names = ["billing", "bidding", "8f2c1a90b3d4", "head", "heads"];
        let meant = |name| nearest(name, names.into_iter());
        assert_eq!(meant("biling"), ["billing", "bidding"]);
        assert_eq!(meant("haed"), ["head", "heads"]);
        assert_eq!(meant("8f2d"), ["8f2c1a90b3d4"]);
        assert_eq!(meant("8f2c1a90d3b4"), ["8f2c1a90b3d4"]);
        assert_eq!(meant("zzzzzz"), Vec::<String>::new());
        assert_eq!(meant(""), Vec::<String>::new());
    }
}
