//! Which labels each revision shows: those that it carries, and those that reach it.
//!
//! A label reaches everything that descends from its carrier. Where the branch runs from the carrier to its head with no
//! branch point and no merge, it reaches the ancestors too, as far down as there is neither. Labels that reach a revision
//! are for the eye, and for ranges and steps narrowed by a label; all else asks who descends from whom.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Revision;
use super::node::Node;

/// The labels of one revision; revisions with the same ones share them.
pub(super) type Labels = Arc<BTreeSet<String>>;

/// The labels of each revision, in the order of the graph.
pub(super) fn spread(nodes: &[Node], revisions: &[Revision]) -> Vec<Labels> {
    let rising = rising(nodes, revisions);
    let none = Labels::default();
    let mut spread: Vec<Labels> = Vec::with_capacity(nodes.len());
    for (node, own) in nodes.iter().zip(rising) {
        let mut labels: Option<Labels> = Some(own).filter(|own| !own.is_empty());
        for parent in &node.parents {
            let inherited = spread.get(parent.0).unwrap_or(&none);
            labels = Some(match labels {
                Some(labels) if labels.is_superset(inherited) => labels,
                Some(labels) if !inherited.is_superset(&labels) => Arc::new(labels.union(inherited).cloned().collect()),
                _ => Arc::clone(inherited),
            });
        }
        spread.push(labels.unwrap_or_else(|| Arc::clone(&none)));
    }
    spread
}

/// The labels that each revision carries, and those that come down to it from its descendants.
fn rising(nodes: &[Node], revisions: &[Revision]) -> Vec<Labels> {
    let none = Labels::default();
    let mut rising = vec![Arc::clone(&none); nodes.len()];
    let mut straight = vec![false; nodes.len()];
    for (index, (node, revision)) in nodes.iter().zip(revisions).enumerate().rev() {
        let child = node.children.first();
        let goes_on = child.is_none_or(|child| straight.get(child.0).copied().unwrap_or_default());
        let is_straight = goes_on && !node.is_real_branch_point() && !node.is_merge_point();
        let above = child.filter(|_| is_straight).and_then(|child| rising.get(child.0)).unwrap_or(&none);
        let labels = if revision.branch_labels.iter().all(|label| above.contains(label)) {
            Arc::clone(above)
        } else {
            Arc::new(above.iter().chain(&revision.branch_labels).cloned().collect())
        };
        rising.get_mut(index).into_iter().for_each(|slot| *slot = Arc::clone(&labels));
        straight.get_mut(index).into_iter().for_each(|slot| *slot = is_straight);
    }
    rising
}
