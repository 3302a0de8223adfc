//! The order of a graph: each revision after all that it needs.
//!
//! Where nothing decides between two revisions, the one that stood first in the list given does; the graph hands in a list
//! sorted by time and id, so the order is the same however the files were found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The places of a list in an order that puts each after all that it needs; `needs` must be free of cycles, else those on
/// a cycle and above it are missing.
pub(super) fn topological(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (place, needed) in needs.iter().enumerate() {
        for needed in needed {
            needed_by.get_mut(*needed).into_iter().for_each(|above| above.push(place));
        }
    }
    let ready = waiting.iter().enumerate().filter(|(_, count)| **count == 0);
    let mut ready: BinaryHeap<Reverse<usize>> = ready.map(|(place, _)| Reverse(place)).collect();
    let mut order = Vec::with_capacity(needs.len());
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
        assert_eq!(topological(&[vec![], vec![3], vec![], vec![0]]), [0, 2, 3, 1]);
        assert_eq!(topological(&[]), [0_usize; 0]);
    }

    #[test]
    fn what_lies_on_a_cycle_is_left_out() {
        assert_eq!(topological(&[vec![], vec![2], vec![1], vec![2]]), [0]);
    }
}
