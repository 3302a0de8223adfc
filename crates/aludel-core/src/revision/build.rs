//! Making a graph out of revisions, and finding what is wrong with them.

use std::collections::{BTreeMap, HashMap};

use super::cycle::open_cycles;
use super::names::{Name, Names};
use super::node::{Node, NodeIndex};
use super::{GraphError, Mention, Revision, RevisionGraph, RevisionId, Symbol, label, order};

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
        draft.open_cycles();
        draft.finish()
    }
}

/// A graph in the making: the revisions by time and id, with the places of what each needs.
#[derive(Default)]
struct Draft {
    revisions: Vec<Revision>,
    parents: Vec<Vec<usize>>,
    dependencies: Vec<Vec<usize>>,
    broken: Vec<Option<usize>>,
    damage: Vec<GraphError>,
}

impl Draft {
    /// Takes the revisions in a fixed order; of those with one id only the first.
    fn take(&mut self, mut revisions: Vec<Revision>) {
        revisions.sort_by(|a, b| (&a.created, &a.id, &a.path).cmp(&(&b.created, &b.id, &b.path)));
        let mut first: HashMap<RevisionId, usize> = HashMap::with_capacity(revisions.len());
        let mut twins: BTreeMap<usize, Vec<Mention>> = BTreeMap::new();
        for revision in revisions {
            let place = *first.entry(revision.id.clone()).or_insert(self.revisions.len());
            match self.revisions.get(place) {
                Some(taken) => {
                    twins.entry(place).or_insert_with(|| vec![taken.into()]).push((&revision).into());
                }
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

    /// Finds ids and labels that could not be typed. They break nothing else.
    fn check_names(&mut self) {
        for revision in &self.revisions {
            if !Symbol::is_plain_name(revision.id.as_str()) {
                self.damage.push(GraphError::ReservedId { revision: revision.into() });
            }
            for label in revision.branch_labels.iter().filter(|label| !Symbol::is_plain_name(label)) {
                self.damage.push(GraphError::IllegalLabel { label: label.clone(), revision: revision.into() });
            }
        }
    }

    /// Finds the places of what each revision needs.
    fn link(&mut self) {
        let ids: HashMap<RevisionId, usize> =
            self.revisions.iter().enumerate().map(|(place, revision)| (revision.id.clone(), place)).collect();
        let carriers = self.carriers(&ids);
        for place in 0..self.revisions.len() {
            let parents = self.parents_of(place, &ids);
            let dependencies = self.dependencies_of(place, &ids, &carriers);
            self.parents.push(parents);
            self.dependencies.push(dependencies);
        }
    }

    /// The places of the revisions that carry each label.
    fn carriers(&mut self, ids: &HashMap<RevisionId, usize>) -> BTreeMap<String, Vec<usize>> {
        let mut carriers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, revision) in self.revisions.iter().enumerate() {
            for label in &revision.branch_labels {
                let places = carriers.entry(label.clone()).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        for (label, places) in &carriers {
            let mut revisions: Vec<Mention> = places.iter().map(|place| self.mention(*place)).collect();
            if revisions.len() > 1 {
                self.damage.push(GraphError::DuplicateLabel { label: label.clone(), revisions });
            } else if label.parse().is_ok_and(|id: RevisionId| ids.contains_key(&id))
                && let Some(revision) = revisions.pop()
            {
                self.damage.push(GraphError::LabelIsId { label: label.clone(), revision });
            }
        }
        carriers
    }

    /// The places of what the revision at a place revises.
    fn parents_of(&mut self, place: usize, ids: &HashMap<RevisionId, usize>) -> Vec<usize> {
        let mut parents = Vec::new();
        let revises = self.revisions.get(place).map(|revision| revision.revises.clone()).unwrap_or_default();
        for parent in revises {
            match ids.get(&parent) {
                Some(own) if *own == place => {
                    let revision = self.mention(place);
                    self.break_at(&[place], GraphError::SelfLoop { revision });
                }
                Some(parent) if parents.contains(parent) => {}
                Some(parent) => parents.push(*parent),
                None => {
                    let revision = self.mention(place);
                    self.break_at(&[place], GraphError::MissingParent { revision, parent });
                }
            }
        }
        parents
    }

    /// The places of what the revision at a place depends on.
    fn dependencies_of(
        &mut self,
        place: usize,
        ids: &HashMap<RevisionId, usize>,
        carriers: &BTreeMap<String, Vec<usize>>,
    ) -> Vec<usize> {
        let mut dependencies = Vec::new();
        let depends_on = self.revisions.get(place).map(|revision| revision.depends_on.clone()).unwrap_or_default();
        for name in depends_on {
            let by_id = name.parse().ok().and_then(|id: RevisionId| ids.get(&id)).copied();
            let found = match by_id {
                Some(found) => vec![found],
                None => carriers.get(&name).cloned().unwrap_or_default(),
            };
            let revision = self.mention(place);
            match found.as_slice() {
                [] => self.break_at(&[place], GraphError::UnknownDependency { revision, name }),
                [own] if *own == place => self.break_at(&[place], GraphError::DependencySelfLoop { revision }),
                [one] if dependencies.contains(one) => {}
                [one] => dependencies.push(*one),
                _ => self.broken_by_label(place, &name),
            }
        }
        dependencies
    }

    /// Finds cycles, first among parents alone, then among all that is needed, and opens them.
    fn open_cycles(&mut self) {
        for cycle in open_cycles(&mut self.parents) {
            let revisions = cycle.iter().map(|place| self.mention(*place)).collect();
            self.break_at(&cycle, GraphError::Cycle { revisions });
        }
        let mut needs = self.needs();
        let cycles = open_cycles(&mut needs);
        if cycles.is_empty() {
            return;
        }
        for edges in [&mut self.parents, &mut self.dependencies] {
            for (kept, needs) in edges.iter_mut().zip(&needs) {
                kept.retain(|place| needs.contains(place));
            }
        }
        for cycle in cycles {
            let revisions = cycle.iter().map(|place| self.mention(*place)).collect();
            self.break_at(&cycle, GraphError::DependencyCycle { revisions });
        }
    }

    /// All that each revision needs, each thing once.
    fn needs(&self) -> Vec<Vec<usize>> {
        let both = self.parents.iter().zip(&self.dependencies);
        both.map(|(parents, dependencies)| {
            let mut needs = parents.clone();
            needs.extend(dependencies.iter().filter(|place| !parents.contains(place)));
            needs
        })
        .collect()
    }

    /// Puts everything into its final order.
    fn finish(self) -> RevisionGraph {
        let order = order::topological(&self.needs());
        let mut rank = vec![NodeIndex(0); order.len()];
        for (index, place) in order.iter().enumerate() {
            rank.get_mut(*place).into_iter().for_each(|slot| *slot = NodeIndex(index));
        }
        let ranked = |places: &[usize]| {
            let mut ranked: Vec<NodeIndex> = places.iter().filter_map(|place| rank.get(*place)).copied().collect();
            ranked.sort_unstable();
            ranked
        };
        let mut drafts: Vec<(NodeIndex, Revision, Node)> = Vec::with_capacity(order.len());
        let edges = self.parents.iter().zip(&self.dependencies).zip(self.broken);
        for ((revision, ((parents, dependencies), broken)), index) in self.revisions.into_iter().zip(edges).zip(&rank) {
            let node = Node { parents: ranked(parents), dependencies: ranked(dependencies), broken, ..Node::default() };
            drafts.push((*index, revision, node));
        }
        drafts.sort_unstable_by_key(|(index, ..)| *index);
        let (revisions, mut nodes): (Vec<_>, Vec<_>) =
            drafts.into_iter().map(|(_, revision, node)| (revision, node)).unzip();
        hang_together(&mut nodes);
        let labels = label::spread(&nodes, &revisions);
        let names = names(&revisions);
        RevisionGraph { revisions, nodes, labels, names, damage: self.damage }
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

    /// Notes that the revision at a place depends on a label that several revisions carry, which is known already.
    fn broken_by_label(&mut self, place: usize, name: &str) {
        let known = self
            .damage
            .iter()
            .position(|damage| matches!(damage, GraphError::DuplicateLabel { label, .. } if label == name));
        if let Some(broken) = self.broken.get_mut(place) {
            *broken = broken.or(known);
        }
    }

    /// The revision at a place, as an error names it.
    #[expect(clippy::indexing_slicing, reason = "places come from counting the revisions")]
    fn mention(&self, place: usize) -> Mention {
        (&self.revisions[place]).into()
    }
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

/// The ids and labels of some revisions.
fn names(revisions: &[Revision]) -> Names {
    let mut names = Vec::with_capacity(revisions.len());
    for (index, revision) in revisions.iter().enumerate() {
        let node = NodeIndex(index);
        names.push(Name { text: revision.id.as_str().to_owned(), is_label: false, node });
        for (place, label) in revision.branch_labels.iter().enumerate() {
            if revision.branch_labels.iter().take(place).all(|earlier| earlier != label) {
                names.push(Name { text: label.clone(), is_label: true, node });
            }
        }
    }
    Names::new(names)
}
