//! Laws that hold for every graph.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Applied, GraphError, Held, Range, Revision, RevisionGraph, RevisionId, Symbol, Target};
use super::id;

/// Revisions without damage, each after all that it needs; with some at one moment and some at none.
pub(super) fn history() -> impl Strategy<Value = Vec<Revision>> {
    let one = (
        prop::collection::vec(any::<Index>(), 0..3),
        prop::collection::vec(any::<Index>(), 0..2),
        prop::bool::weighted(0.2),
        prop::option::of(0..3_u8),
        any::<u16>(),
    );
    prop::collection::vec(one, 0..24).prop_map(|drawn| {
        let mut revisions: Vec<Revision> = Vec::new();
        for (place, (parents, dependencies, labelled, moment, salt)) in drawn.into_iter().enumerate() {
            let mut revision = Revision::new(id(&format!("{salt:04x}_{place}")), "");
            if !revisions.is_empty() {
                revision.revises = parents.iter().map(|parent| parent.get(&revisions).id.clone()).collect();
                revision.depends_on = dependencies.iter().map(|other| other.get(&revisions).id.to_string()).collect();
            }
            revision.branch_labels.extend(labelled.then(|| format!("label_{place}")));
            revision.created = moment.map(|moment| format!("2026-11-2{moment}"));
            revisions.push(revision);
        }
        revisions
    })
}

fn target(symbol: &str) -> Symbol {
    symbol.parse().expect("a symbol")
}

/// Something that could be typed: made of names of the graph and of what surrounds them, or of anything.
fn typed() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("head".to_owned()),
        Just("heads".to_owned()),
        Just("base".to_owned()),
        Just("current".to_owned()),
        Just("@".to_owned()),
        Just(":".to_owned()),
        "[+-][0-9]{0,20}",
        "label_[0-9]{1,2}",
        "[0-9a-f]{1,4}(_[0-9]{1,2})?",
        any::<String>(),
    ];
    prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn a_rebase_loses_nothing(revisions in history(), moved in any::<Index>(), onto in any::<Index>()) {
        prop_assume!(!revisions.is_empty());
        let (moved, onto) = (moved.get(&revisions).id.clone(), onto.get(&revisions).id.clone());
        let graph = RevisionGraph::build(revisions);
        let symbols = (target(moved.as_str()), target(onto.as_str()));
        let rebase = match graph.rebase(Some(&symbols.0), Some(&symbols.1), None) {
            Ok(rebase) => rebase,
            Err(GraphError::NothingToRebase { .. } | GraphError::DependencyCycle { .. }) => return Ok(()),
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        };
        let after = RevisionGraph::build(graph.rebased(&rebase));
        prop_assert_eq!(after.damage(), []);
        let ids = |graph: &RevisionGraph, of: &RevisionId| -> BTreeSet<RevisionId> {
            graph.ancestors_of(of).into_iter().map(|revision| revision.id.clone()).collect()
        };
        prop_assert!(ids(&after, &moved).contains(&onto));
        for revision in graph.iter() {
            let changed = rebase.reparented.iter().any(|one| one.revision == revision.id);
            prop_assert!(changed || after.get(&revision.id) == Some(revision));
            prop_assert!(ids(&after, &revision.id).is_superset(&ids(&graph, &revision.id)));
            let comes_along = rebase.moved().any(|id| *id == revision.id);
            let is_as_it_was = !changed && ids(&after, &revision.id) == ids(&graph, &revision.id);
            prop_assert!(comes_along || is_as_it_was);
        }
        let before: BTreeSet<_> = graph.heads().into_iter().map(|revision| &revision.id).collect();
        prop_assert!(after.heads().iter().all(|head| before.contains(&head.id)));
        let again = after.rebase(Some(&symbols.0), Some(&symbols.1), None);
        let is_done = matches!(again, Err(GraphError::NothingToRebase { .. }));
        prop_assert!(is_done);
    }

    #[test]
    fn up_then_down_is_empty(revisions in history()) {
        let graph = RevisionGraph::build(revisions);
        prop_assert_eq!(graph.damage(), []);
        let up = graph.path(&Applied::default(), &Target::Upgrade(target("heads"))).unwrap();
        prop_assert_eq!(up.len(), graph.len());
        let mut applied = Applied::default();
        up.iter().for_each(|step| applied.take(step));
        prop_assert!(graph.survey(&applied).is_up_to_date());
        let down = graph.path(&applied, &Target::Downgrade(target("base"))).unwrap();
        let back: Vec<_> = down.iter().rev().map(|step| &step.revision).collect();
        prop_assert_eq!(back, up.iter().map(|step| &step.revision).collect::<Vec<_>>());
        down.iter().for_each(|step| applied.take(step));
        prop_assert!(applied.is_empty());
    }

    #[test]
    fn each_step_finds_what_it_needs(revisions in history(), to in any::<Index>(), from in any::<Index>()) {
        prop_assume!(!revisions.is_empty());
        let (to, from) = (to.get(&revisions).id.clone(), from.get(&revisions).id.clone());
        let graph = RevisionGraph::build(revisions);
        let mut applied = graph.applied_at([&from]);
        for step in graph.path(&applied, &Target::Upgrade((&to).into())).unwrap() {
            prop_assert!(graph.ancestors_of(&step.revision).iter().all(|needed| applied.contains(&needed.id)));
            prop_assert!(!applied.contains(&step.revision));
            applied.take(&step);
        }
        prop_assert!(applied.contains(&to));
        let down = match graph.path(&applied, &Target::Downgrade((&to).into())) {
            Err(GraphError::NothingAbove { .. }) => Vec::new(),
            down => down.unwrap(),
        };
        for step in down {
            prop_assert!(graph.descendants_of(&step.revision).iter().all(|above| !applied.contains(&above.id)));
            prop_assert!(applied.contains(&step.revision));
            applied.take(&step);
        }
        prop_assert!(graph.survey(&applied).holes.is_empty());
    }

    #[test]
    fn the_heads_are_the_applied_that_nothing_applied_needs(revisions in history(), to in any::<Index>()) {
        prop_assume!(!revisions.is_empty());
        let to = to.get(&revisions).id.clone();
        let graph = RevisionGraph::build(revisions);
        let applied = graph.applied_at([&to]);
        let heads: BTreeSet<&RevisionId> = graph.current(&applied).into_iter().map(|head| &head.id).collect();
        let is_needed = |id: &RevisionId| graph.descendants_of(id).iter().any(|above| applied.contains(&above.id));
        let expected: BTreeSet<&RevisionId> = applied.iter().filter(|id| !is_needed(id)).collect();
        prop_assert_eq!(heads, expected);
    }

    #[test]
    fn the_order_does_not_depend_on_how_files_are_found(revisions in history(), shuffled in Just(()).prop_perturb(|(), rng| rng)) {
        let mut rng = shuffled;
        let graph = RevisionGraph::build(revisions.clone());
        let mut other = revisions;
        for place in (1..other.len()).rev() {
            other.swap(place, rng.random_range(0..=place));
        }
        let other = RevisionGraph::build(other);
        prop_assert!(graph.iter().eq(other.iter()));
        prop_assert_eq!(graph.heads(), other.heads());
    }

    #[test]
    fn a_stamp_is_closed_and_ends_at_its_heads(revisions in history(), from in any::<Index>(), to in any::<Index>()) {
        prop_assume!(!revisions.is_empty());
        let (from, to) = (from.get(&revisions).id.clone(), to.get(&revisions).id.clone());
        let graph = RevisionGraph::build(revisions);
        let before = graph.applied_at([&from]);
        let stamped = graph.stamp(&before, &[(&to).into()], Held::Keep).unwrap();
        prop_assert!(stamped.heads.contains(&to));
        prop_assert!(graph.survey(&stamped.applied).holes.is_empty());
        let kept: Applied = before.iter().filter(|id| !stamped.removed.contains(id)).chain(&stamped.added).cloned().collect();
        prop_assert_eq!(kept, stamped.applied);
    }

    #[test]
    fn nothing_that_can_be_typed_is_a_panic(revisions in history(), typed in typed(), from in any::<Index>()) {
        let current = if revisions.is_empty() { None } else { Some(from.get(&revisions).id.clone()) };
        let graph = RevisionGraph::build(revisions);
        let applied = graph.applied_at(&current);
        if let Ok(symbol) = typed.parse::<Symbol>() {
            prop_assert_eq!(symbol.to_string().parse(), Ok(symbol.clone()));
            let errors = [
                graph.resolve(&symbol, &applied).err(),
                graph.path(&applied, &Target::Upgrade(symbol.clone())).err(),
                graph.path(&applied, &Target::Downgrade(symbol.clone())).err(),
                graph.stamp(&applied, &[symbol], Held::Keep).err(),
            ];
            prop_assert!(errors.iter().flatten().all(|error| !error.to_string().is_empty() && !error.help().is_empty()));
        }
        if let Ok(range) = typed.parse::<Range>() {
            prop_assert_eq!(range.to_string().parse(), Ok(range.clone()));
            graph.history(&range, &applied).ok();
        }
    }

    #[test]
    fn a_damaged_graph_can_be_built_and_looked_at(
        edges in prop::collection::vec((0..12_u8, 0..14_u8, any::<bool>()), 0..30),
        twins in prop::collection::vec(0..12_u8, 0..3),
    ) {
        let mut revisions: Vec<Revision> = (0..12).map(|place| Revision::new(id(&format!("r{place}")), "")).collect();
        for (from, to, is_parent) in edges {
            let revision = &mut revisions[usize::from(from)];
            if is_parent { revision.revises.push(id(&format!("r{to}"))) } else { revision.depends_on.push(format!("r{to}")) }
        }
        revisions.extend(twins.iter().map(|twin| Revision::new(id(&format!("r{twin}")), "twin")));
        let graph = RevisionGraph::build(revisions);
        prop_assert_eq!(graph.len(), 12);
        prop_assert_eq!(graph.history(&Range::default(), &Applied::default()).unwrap().len(), 12);
        for revision in graph.iter() {
            let up = graph.path(&Applied::default(), &Target::Upgrade((&revision.id).into()));
            prop_assert_eq!(up.is_err(), graph.damage_of(&revision.id).is_some());
            prop_assert!(up.err().is_none_or(|error| error.is_damage()));
        }
    }
}
