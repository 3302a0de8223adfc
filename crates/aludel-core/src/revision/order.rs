//! The order of a graph: each revision after all that it needs.
//!
//! Where nothing decides between two revisions, the one that stood first in the list given does; the graph hands in a list
//! sorted by time and id, so the order is the same however the files were found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The places of a list in an order that puts each after all that it needs, given as two lists for each; what lies on a
/// cycle or above one is missing.
pub(super) fn topological(parents: &[Vec<usize>], dependencies: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting = vec![0_usize; parents.len()];
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    for (place, (parents, dependencies)) in parents.iter().zip(dependencies).enumerate() {
        for needed in parents.iter().chain(dependencies) {
            needed_by.get_mut(*needed).into_iter().for_each(|above| above.push(place));
        }
        waiting.get_mut(place).into_iter().for_each(|count| *count = parents.len() + dependencies.len());
    }
    let ready = waiting.iter().enumerate().filter(|(_, count)| **count == 0);
    let mut ready: BinaryHeap<Reverse<usize>> = ready.map(|(place, _)| Reverse(place)).collect();
    let mut order = Vec::with_capacity(parents.len());
    while let Some(Reverse(place)) = ready.pop() {
        order.push(place);
        for above in needed_by.get(place).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*above) {
                *count -= 1;
                if *count == 0 {
                    ready.push(Reverse(*above));
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::topological;

    #[test]
    fn the_needed_come_first_and_else_the_earlier() {
        let parents = [vec![], vec![3], vec![], vec![0]];
        assert_eq!(topological(&parents, &vec![vec![]; 4]), [0, 2, 3, 1]);
        assert_eq!(topological(&parents, &[vec![], vec![3], vec![3], vec![0]]), [0, 3, 1, 2]);
        assert_eq!(topological(&[], &[]), [0_usize; 0]);
    }

    #[test]
    fn what_lies_on_a_cycle_or_above_it_is_left_out() {
        assert_eq!(topological(&[vec![], vec![2], vec![], vec![2]], &[vec![], vec![], vec![1], vec![]]), [0]);
    }
}
