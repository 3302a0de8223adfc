//! The order of a picture: each revision before all that it needs, and each branch to its end before the next one.

use super::super::RevisionGraph;
use super::super::node::{NodeIndex, NodeSet};

/// Some places in that order. Of branches that nothing decides between, the one with the newest head comes first.
pub(super) fn branch_by_branch(graph: &RevisionGraph, shown: &NodeSet) -> Vec<NodeIndex> {
    let mut waiting = vec![0_usize; graph.len()];
    let needs = |index: NodeIndex| {
        let needs = graph.needs_in_order(index).into_iter().map(|(needed, _)| needed);
        needs.filter(|needed| shown.contains(*needed)).collect::<Vec<_>>()
    };
    for index in shown.iter() {
        for needed in needs(index) {
            waiting.get_mut(needed.0).into_iter().for_each(|count| *count += 1);
        }
    }
    let is_free = |waiting: &[usize], index: NodeIndex| waiting.get(index.0) == Some(&0);
    let mut ready: Vec<NodeIndex> = shown.iter().filter(|index| is_free(&waiting, *index)).collect();
    let mut order = Vec::new();
    while let Some(index) = ready.pop() {
        order.push(index);
        for needed in needs(index) {
            waiting.get_mut(needed.0).into_iter().for_each(|count| *count -= 1);
            if is_free(&waiting, needed) {
                ready.push(needed);
            }
        }
    }
    order
}
