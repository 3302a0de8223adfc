//! Making a graph out of revisions, and finding what is wrong with them.

use std::collections::{BTreeMap, HashMap};

use super::cycle::open_cycles;
use super::names::Names;
use super::node::{Node, NodeIndex};
use super::{GraphError, Mention, Revision, RevisionGraph, Symbol, label, order};

impl RevisionGraph {
    /// The graph of some revisions, in any order. What is wrong with them is in its [`damage`](Self::damage).
    ///
    /// ```
    /// use aludel_core::revision::{GraphError, Revision, RevisionGraph};
    ///
    /// let mut orphan = Revision::new("3d41".parse()?, "add a role to users");
    /// orphan.revises.push("8f2c".parse()?);
    /// let graph = RevisionGraph::build([orphan]);
    /// assert_eq!(graph.damage()[0].to_string(), "revision \"3d41\" revises \"8f2c\", but no script has that id");
    /// assert_eq!(graph.heads().len(), 1);
    /// # Ok::<(), aludel_core::revision::BadRevisionId>(())
    /// ```
    pub fn build(revisions: impl IntoIterator<Item = Revision>) -> Self {
        let mut draft = Draft::default();
        draft.take(revisions.into_iter().collect());
        draft.check_names();
        draft.link();
        draft.finish()
    }
}

/// A graph in the making: the revisions by time and id, with the places of what each needs.
#[derive(Default)]
struct Draft {
    revisions: Vec<Revision>,
    ids: HashMap<Box<str>, usize>,
    carriers: BTreeMap<String, Vec<usize>>,
    parents: Vec<Vec<usize>>,
    dependencies: Vec<Vec<usize>>,
    broken: Vec<Option<usize>>,
    damage: Vec<GraphError>,
}

impl Draft {
    /// Takes the revisions in a fixed order; of those with one id only the first.
    fn take(&mut self, revisions: Vec<Revision>) {
        let mut sorted: Vec<(usize, &Revision)> = revisions.iter().enumerate().collect();
        sorted.sort_by_key(|(_, revision)| (&revision.created, &revision.id, &revision.path));
        let sorted: Vec<usize> = sorted.into_iter().map(|(place, _)| place).collect();
        self.revisions.reserve(revisions.len());
        self.ids.reserve(revisions.len());
        let mut twins: BTreeMap<usize, Vec<Mention>> = BTreeMap::new();
        for revision in in_order(&sorted, revisions) {
            let place = *self.ids.entry(revision.id.as_str().into()).or_insert(self.revisions.len());
            match self.revisions.get(place) {
                Some(taken) => twins.entry(place).or_insert_with(|| vec![taken.into()]).push((&revision).into()),
                None => self.revisions.push(revision),
            }
        }
        self.broken = vec![None; self.revisions.len()];
        for (place, revisions) in twins {
            if let Some(id) = revisions.first().map(|mention| mention.id.clone()) {
                self.break_at(&[place], GraphError::DuplicateId { id, revisions });
            }
        }
    }

    /// Finds ids and labels that mean something else, or several things. That alone keeps nothing from being run.
    fn check_names(&mut self) {
        for (place, revision) in self.revisions.iter().enumerate() {
            if Symbol::WORDS.contains(&revision.id.as_str()) {
                self.damage.push(GraphError::ReservedId { revision: revision.into() });
            }
            for label in &revision.branch_labels {
                let carriers = self.carriers.entry(label.clone()).or_default();
                if carriers.contains(&place) {
                    continue;
                }
                carriers.push(place);
                if !Symbol::is_plain_name(label) {
                    self.damage.push(GraphError::IllegalLabel { label: label.clone(), revision: revision.into() });
                }
                if self.ids.contains_key(label.as_str()) {
                    self.damage.push(GraphError::LabelIsId { label: label.clone(), revision: revision.into() });
                }
            }
        }
        for (label, places) in self.carriers.iter().filter(|(_, places)| places.len() > 1) {
            let revisions = places.iter().map(|place| self.mention(*place)).collect();
            self.damage.push(GraphError::DuplicateLabel { label: label.clone(), revisions });
        }
    }

    /// Finds the places of what each revision needs.
    fn link(&mut self) {
        for place in 0..self.revisions.len() {
            let (parents, dependencies) = (self.parents_of(place), self.dependencies_of(place));
            self.parents.push(parents);
            self.dependencies.push(dependencies);
        }
    }

    /// The places of what the revision at a place revises.
    fn parents_of(&mut self, place: usize) -> Vec<usize> {
        let mut parents = Vec::new();
        let mut damage = Vec::new();
        let revision = self.revision(place);
        for parent in &revision.revises {
            match self.ids.get(parent.as_str()) {
                Some(own) if *own == place => damage.push(GraphError::SelfLoop { revision: revision.into() }),
                Some(parent) if parents.contains(parent) => {}
                Some(parent) => parents.push(*parent),
                None => damage.push(GraphError::MissingParent { revision: revision.into(), parent: parent.clone() }),
            }
        }
        damage.into_iter().for_each(|damage| self.break_at(&[place], damage));
        parents
    }

    /// The places of what the revision at a place depends on.
    fn dependencies_of(&mut self, place: usize) -> Vec<usize> {
        let mut dependencies = Vec::new();
        let mut damage = Vec::new();
        let revision = self.revision(place);
        for name in &revision.depends_on {
            let by_id = self.ids.get(name.as_str()).map(std::slice::from_ref);
            let found = by_id.or_else(|| self.carriers.get(name).map(Vec::as_slice)).unwrap_or_default();
            match found {
                [] => damage.push(GraphError::UnknownDependency { revision: revision.into(), name: name.clone() }),
                [own] if *own == place => damage.push(GraphError::DependencySelfLoop { revision: revision.into() }),
                [one] if dependencies.contains(one) => {}
                [one] => dependencies.push(*one),
                _ => damage.push(GraphError::AmbiguousDependency { revision: revision.into(), name: name.clone() }),
            }
        }
        damage.into_iter().for_each(|damage| self.break_at(&[place], damage));
        dependencies
    }

    /// The order of the places. Cycles are found and opened, first among parents alone, then among all that is needed.
    fn order(&mut self) -> Vec<usize> {
        let order = order::topological(&self.parents, &self.dependencies);
        if order.len() == self.revisions.len() {
            return order;
        }
        for cycle in open_cycles(&mut self.parents) {
            let revisions = cycle.iter().map(|place| self.mention(*place)).collect();
            self.break_at(&cycle, GraphError::Cycle { revisions });
        }
        let mut needs = self.parents.clone();
        for (needs, dependencies) in needs.iter_mut().zip(&self.dependencies) {
            let besides: Vec<usize> = dependencies.iter().filter(|place| !needs.contains(place)).copied().collect();
            needs.extend(besides);
        }
        for cycle in open_cycles(&mut needs) {
            let revisions = cycle.iter().map(|place| self.mention(*place)).collect();
            self.break_at(&cycle, GraphError::DependencyCycle { revisions });
        }
        for edges in [&mut self.parents, &mut self.dependencies] {
            for (kept, needs) in edges.iter_mut().zip(&needs) {
                kept.retain(|place| needs.contains(place));
            }
        }
        order::topological(&self.parents, &self.dependencies)
    }

    /// Puts everything into its final order.
    fn finish(mut self) -> RevisionGraph {
        let order = self.order();
        let mut rank = vec![NodeIndex(0); order.len()];
        for (index, place) in order.iter().enumerate() {
            rank.get_mut(*place).into_iter().for_each(|slot| *slot = NodeIndex(index));
        }
        let ranked = |places: &[usize]| {
            let mut ranked: Vec<NodeIndex> = places.iter().filter_map(|place| rank.get(*place)).copied().collect();
            ranked.sort_unstable();
            ranked
        };
        let labels = self.carriers.iter().map(|(label, carriers)| (label.clone(), ranked(carriers))).collect();
        let ids = self.ids.into_iter().filter_map(|(id, place)| Some((id, *rank.get(place)?))).collect();
        let edges = self.parents.iter().zip(&self.dependencies).zip(self.broken);
        let nodes = edges.map(|((parents, dependencies), broken)| Node {
            parents: ranked(parents),
            dependencies: ranked(dependencies),
            broken,
            ..Node::default()
        });
        let mut nodes = in_order(&order, nodes.collect());
        let revisions = in_order(&order, self.revisions);
        hang_together(&mut nodes);
        let labels_shown = label::spread(&nodes, &revisions);
        RevisionGraph { revisions, nodes, labels: labels_shown, names: Names::new(ids, labels), damage: self.damage }
    }

    /// Notes damage that keeps the revisions at some places from being run.
    fn break_at(&mut self, places: &[usize], damage: GraphError) {
        for place in places {
            if let Some(broken) = self.broken.get_mut(*place) {
                broken.get_or_insert(self.damage.len());
            }
        }
        self.damage.push(damage);
    }

    /// The revision at a place.
    #[expect(clippy::indexing_slicing, reason = "places come from counting the revisions")]
    fn revision(&self, place: usize) -> &Revision {
        &self.revisions[place]
    }

    /// The revision at a place, as an error names it.
    fn mention(&self, place: usize) -> Mention {
        self.revision(place).into()
    }
}

/// Some things, each where the order has its place.
fn in_order<T>(order: &[usize], things: Vec<T>) -> Vec<T> {
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    order.iter().filter_map(|place| things.get_mut(*place)?.take()).collect()
}

/// Adds the edges upwards, and hands damage on to all that needs the damaged.
fn hang_together(nodes: &mut [Node]) {
    for index in 0..nodes.len() {
        let Some((below, [node, ..])) = nodes.split_at_mut_checked(index) else { continue };
        let above = NodeIndex(index);
        for parent in &node.parents {
            below.get_mut(parent.0).into_iter().for_each(|parent| parent.children.push(above));
        }
        for dependency in &node.dependencies {
            below.get_mut(dependency.0).into_iter().for_each(|dependency| dependency.dependents.push(above));
        }
        if node.broken.is_none() {
            let broken = node.needs().find_map(|needed| below.get(needed.0)?.broken);
            node.broken = broken;
        }
    }
}
