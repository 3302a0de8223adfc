//! Tests of the whole graph. Graphs are written as lines `id <- parents / dependencies / labels`, the rest left out where
//! it is empty.

mod cases;
mod damage;
mod drawing;
mod errors;
mod laws;
mod oracle;

use super::{Applied, GraphError, Held, Revision, RevisionGraph, RevisionId, Symbol, Target};

/// The revisions of some lines.
fn revisions(lines: &str) -> Vec<Revision> {
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(revision).collect()
}

fn revision(line: &str) -> Revision {
    let (id, rest) = line.split_once("<-").unwrap_or((line, ""));
    let mut parts = rest.split('/').map(|part| part.split_whitespace().map(ToOwned::to_owned));
    let mut revision = Revision::new(self::id(id.trim()), "");
    revision.revises = parts.next().into_iter().flatten().map(|parent| self::id(&parent)).collect();
    revision.depends_on = parts.next().into_iter().flatten().collect();
    revision.branch_labels = parts.next().into_iter().flatten().collect();
    revision.path = Some(format!("versions/{}.sql", revision.id).into());
    revision
}

fn id(text: &str) -> RevisionId {
    text.parse().expect("an id")
}

fn symbol(text: &str) -> Symbol {
    text.parse().expect("a symbol")
}

/// A graph that has no damage.
fn sound(lines: &str) -> RevisionGraph {
    let graph = RevisionGraph::build(revisions(lines));
    assert_eq!(graph.damage(), []);
    graph
}

/// What is applied where these are current.
fn at(graph: &RevisionGraph, current: &str) -> Applied {
    let ids: Vec<_> = current.split_whitespace().map(id).collect();
    graph.applied_at(&ids)
}

fn joined<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> String {
    revisions.into_iter().map(|revision| revision.id.as_str()).collect::<Vec<_>>().join(" ")
}

fn path(graph: &RevisionGraph, applied: &Applied, to: &Target) -> Result<String, GraphError> {
    let steps = graph.path(applied, to)?;
    Ok(steps.iter().map(|step| step.revision.as_str()).collect::<Vec<_>>().join(" "))
}

/// What an upgrade runs where these are current.
fn upgrade(graph: &RevisionGraph, current: &str, to: &str) -> Result<String, GraphError> {
    path(graph, &at(graph, current), &Target::Upgrade(symbol(to)))
}

/// What a downgrade takes back where these are current.
fn downgrade(graph: &RevisionGraph, current: &str, to: &str) -> Result<String, GraphError> {
    path(graph, &at(graph, current), &Target::Downgrade(symbol(to)))
}

/// What is current after a stamp.
fn stamp(graph: &RevisionGraph, current: &str, to: &str) -> Result<String, GraphError> {
    let symbols: Vec<_> = to.split_whitespace().map(symbol).collect();
    let stamped = graph.stamp(&at(graph, current), &symbols, Held::Keep)?;
    Ok(stamped.heads.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(" "))
}

fn resolve(graph: &RevisionGraph, text: &str) -> Result<String, GraphError> {
    Ok(joined(graph.resolve(&symbol(text), &Applied::default())?))
}

fn history(graph: &RevisionGraph, current: &str, range: &str) -> Result<String, GraphError> {
    Ok(joined(graph.history(&range.parse().expect("a range"), &at(graph, current))?))
}

/// The text of an error, and what to do about it.
#[track_caller]
fn said<T: std::fmt::Debug>(result: Result<T, GraphError>) -> [String; 2] {
    let error = result.expect_err("an error");
    [error.to_string(), error.help()]
}
