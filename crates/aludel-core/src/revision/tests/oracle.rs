//! The recorded answers of Alembic, where `ALUDEL_REVISION_CASES` names the file that holds them.
//!
//! A line of the file is a graph with cases. A plan is compared as a set that has to respect the order of the graph,
//! what is current afterwards as a set without ancestors of its members, an error as an error. Where the recording is a
//! crash, ours has to be an answer or a proper error.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};

use flate2::read::GzDecoder;
use serde::Deserialize;

use super::super::{
    Applied, BadRange, BadSymbol, Direction, GraphError, Held, Range, Revision, RevisionGraph, RevisionId, Symbol,
    Target,
};

#[derive(Deserialize)]
struct Recording {
    name: String,
    graph: Vec<Node>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    down: Vec<String>,
    deps: Vec<String>,
    labels: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Case {
    op: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    rows: Vec<String>,
    /// A list of ids, but for a stamp.
    plan: Option<serde_json::Value>,
    end: Option<Vec<String>>,
    result: Option<Vec<String>>,
    real: Option<Vec<String>>,
    error: Option<String>,
}

/// What is compared: each part a set.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    /// What is run, and what is current afterwards.
    Run(BTreeSet<String>, BTreeSet<String>),
    Set(BTreeSet<String>),
    Heads(BTreeSet<String>, BTreeSet<String>),
    Error,
}

/// How many cases ended in which way.
#[derive(Debug, Default)]
struct Tally {
    right: BTreeMap<String, usize>,
    skipped: usize,
    answered_crashes: usize,
    refused_crashes: usize,
    wrong: Vec<String>,
}

#[test]
fn every_recorded_answer_is_ours_too() {
    let Some(path) = std::env::var_os("ALUDEL_REVISION_CASES") else {
        println!("ALUDEL_REVISION_CASES names no recording: nothing was compared");
        return;
    };
    let file = File::open(&path).expect("the recording can be opened");
    let mut tally = Tally::default();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let recording: Recording = serde_json::from_str(&line.expect("a line")).expect("a recording");
        compare(&recording, &mut tally);
    }
    let right: usize = tally.right.values().sum();
    println!(
        "{right} right {:?}, {} skipped, {} crashes answered, {} crashes refused, {} wrong",
        tally.right,
        tally.skipped,
        tally.answered_crashes,
        tally.refused_crashes,
        tally.wrong.len()
    );
    assert!(right > 0, "the recording is empty");
    assert!(tally.wrong.is_empty(), "{}", tally.wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n"));
}

fn compare(recording: &Recording, tally: &mut Tally) {
    let graph = RevisionGraph::build(recording.graph.iter().map(revision));
    assert_eq!(graph.damage(), [], "{}", recording.name);
    for case in &recording.cases {
        let rows: Vec<RevisionId> = case.rows.iter().map(|row| id(row)).collect();
        if rows.len() != maximal(&graph, &case.rows).len() {
            tally.skipped += 1;
            continue;
        }
        let applied = graph.applied_at(&rows);
        let given = answer(&graph, case, &applied);
        let error = case.error.as_deref().unwrap_or_default();
        // Two heads of one branch, one of which depends on the other, are no contradiction.
        let falsely_refused = error.contains("overlaps with other requested revisions");
        if falsely_refused || !(error.is_empty() || error.starts_with("CommandError: ")) {
            let answered = given.is_ok_and(|given| given != Answer::Error);
            *if answered { &mut tally.answered_crashes } else { &mut tally.refused_crashes } += 1;
            continue;
        }
        match given {
            Ok(given) if given == expected(&graph, case) => *tally.right.entry(case.op.clone()).or_default() += 1,
            given => tally.wrong.push(format!("{}: {case:?}\n    ours: {given:?}", recording.name)),
        }
    }
}

fn expected(graph: &RevisionGraph, case: &Case) -> Answer {
    // A walk that ends at the base is recorded as "base", which stands for no revision.
    let set = |ids: &Option<Vec<String>>| -> BTreeSet<_> {
        ids.iter().flatten().filter(|id| *id != "base").cloned().collect()
    };
    let end = maximal(graph, case.end.as_deref().unwrap_or_default());
    match (case.error.is_some(), case.op.as_str()) {
        (true, _) => Answer::Error,
        (_, "upgrade" | "downgrade") => {
            let plan = case.plan.clone().expect("a plan");
            Answer::Run(serde_json::from_value(plan).expect("a list of ids"), end)
        }
        (_, "stamp") => Answer::Set(end),
        (_, "heads") => Answer::Heads(set(&case.result), set(&case.real)),
        _ => Answer::Set(set(&case.result)),
    }
}

/// Our answer, or why it makes no sense.
fn answer(graph: &RevisionGraph, case: &Case, applied: &Applied) -> Result<Answer, String> {
    let symbol = case.target.parse::<Symbol>();
    let given = match case.op.as_str() {
        "upgrade" => symbol.map_err(Refusal::from).and_then(|symbol| run(graph, applied, &Target::Upgrade(symbol))),
        "downgrade" => symbol.map_err(Refusal::from).and_then(|symbol| run(graph, applied, &Target::Downgrade(symbol))),
        "stamp" => case
            .target
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<Vec<Symbol>, _>>()
            .map_err(Refusal::from)
            .and_then(|symbols| Ok(graph.stamp(applied, &symbols, Held::Keep)?))
            .map(|stamped| Answer::Set(stamped.heads.iter().map(ToString::to_string).collect())),
        "resolve" => symbol
            .map_err(Refusal::from)
            .and_then(|symbol| Ok(graph.resolve(&symbol, applied)?))
            .map(|revisions| Answer::Set(ids(revisions))),
        "history" => case
            .target
            .parse::<Range>()
            .map_err(Refusal::from)
            .and_then(|range| Ok(graph.history(&range, applied)?))
            .and_then(|revisions| {
                let newest_first: Vec<_> = revisions.iter().rev().map(|revision| &revision.id).collect();
                in_order(graph, &newest_first).map_err(Refusal::Nonsense)?;
                Ok(Answer::Set(ids(revisions)))
            }),
        "labels" => Ok(Answer::Set(shown_labels(graph))),
        _ => Ok(Answer::Heads(ids(graph.heads()), ids(graph.real_heads()))),
    };
    match given {
        Ok(answer) => Ok(answer),
        Err(Refusal::Proper(text, help)) if !text.is_empty() && !help.is_empty() => Ok(Answer::Error),
        Err(Refusal::Proper(text, _)) => Err(format!("no help: {text}")),
        Err(Refusal::Nonsense(why)) => Err(why),
    }
}

/// Why there is no answer.
enum Refusal {
    /// An error, and its help.
    Proper(String, String),
    /// A wrong answer.
    Nonsense(String),
}

impl From<GraphError> for Refusal {
    fn from(error: GraphError) -> Self {
        Self::Proper(error.to_string(), error.help())
    }
}

impl From<BadSymbol> for Refusal {
    fn from(error: BadSymbol) -> Self {
        Self::Proper(error.to_string(), error.help())
    }
}

impl From<BadRange> for Refusal {
    fn from(error: BadRange) -> Self {
        Self::Proper(error.to_string(), error.help())
    }
}

fn run(graph: &RevisionGraph, applied: &Applied, target: &Target) -> Result<Answer, Refusal> {
    let steps = graph.path(applied, target)?;
    let mut after = applied.clone();
    for step in &steps {
        let ready = match step.direction {
            Direction::Upgrade => graph.ancestors_of(&step.revision),
            Direction::Downgrade => graph.descendants_of(&step.revision),
        };
        let wanted = step.direction == Direction::Upgrade;
        if after.contains(&step.revision) == wanted || ready.iter().any(|other| after.contains(&other.id) != wanted) {
            return Err(Refusal::Nonsense(format!("{} comes too early in {steps:?}", step.revision)));
        }
        after.take(step);
    }
    let plan = steps.iter().map(|step| step.revision.to_string()).collect();
    Ok(Answer::Run(plan, ids(graph.current(&after))))
}

/// Whether each revision comes after all of the others that it needs.
fn in_order(graph: &RevisionGraph, order: &[&RevisionId]) -> Result<(), String> {
    for (place, revision) in order.iter().enumerate() {
        let needed: BTreeSet<_> = graph.ancestors_of(revision).into_iter().map(|needed| &needed.id).collect();
        if order[place..].iter().any(|later| needed.contains(later)) {
            return Err(format!("{revision} comes too early"));
        }
    }
    Ok(())
}

/// Each revision with each label that it shows.
fn shown_labels(graph: &RevisionGraph) -> BTreeSet<String> {
    let standings = graph.iter().filter_map(|revision| graph.standing(&revision.id));
    standings
        .flat_map(|standing| standing.labels.iter().map(move |label| format!("{} {label}", standing.revision.id)))
        .collect()
}

/// Some ids without those that are ancestors of others.
fn maximal(graph: &RevisionGraph, rows: &[String]) -> BTreeSet<String> {
    let below: BTreeSet<_> = rows.iter().flat_map(|row| ids(graph.ancestors_of(&id(row)))).collect();
    rows.iter().filter(|row| !below.contains(*row)).cloned().collect()
}

fn ids(revisions: Vec<&Revision>) -> BTreeSet<String> {
    revisions.into_iter().map(|revision| revision.id.to_string()).collect()
}

fn id(text: &str) -> RevisionId {
    text.parse().expect("an id")
}

fn revision(node: &Node) -> Revision {
    let mut revision = Revision::new(id(&node.id), "");
    revision.revises = node.down.iter().map(|parent| id(parent)).collect();
    revision.depends_on.clone_from(&node.deps);
    revision.branch_labels.clone_from(&node.labels);
    revision
}
