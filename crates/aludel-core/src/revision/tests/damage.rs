//! Each kind of damage, what is said of it, and what can be done all the same.

use super::super::{Applied, GraphError, Held, Revision, RevisionGraph, Splice, Target};
use super::{at, id, joined, path, revisions, said, symbol};

/// A graph with damage of some kinds: what is said of each, and what to do about it.
#[track_caller]
fn damaged<const N: usize>(lines: &str, expected: [[&str; 2]; N]) -> RevisionGraph {
    let graph = RevisionGraph::build(revisions(lines));
    let damage: Vec<_> = graph.damage().iter().map(|damage| [damage.to_string(), damage.help()]).collect();
    assert_eq!(damage, expected);
    assert!(graph.damage().iter().all(GraphError::is_damage));
    graph
}

fn up(graph: &RevisionGraph, to: &str) -> Result<String, GraphError> {
    path(graph, &Applied::default(), &Target::Upgrade(symbol(to)))
}

#[test]
fn a_missing_parent() {
    let graph = damaged(
        "aaaa\n cccc <- bbbb\n dddd <- cccc",
        [[
            "revision \"cccc\" (versions/cccc.sql) revises \"bbbb\", but no script has that id",
            "restore the script of \"bbbb\", or change `revises` in versions/cccc.sql",
        ]],
    );
    assert_eq!(joined(graph.heads()), "dddd aaaa", "it can be looked at");
    assert_eq!(up(&graph, "aaaa").unwrap(), "aaaa", "what does not need it can be run");
    let [text, _] = said(up(&graph, "head"));
    assert!(text.contains("revises \"bbbb\""), "the missing parent is why there are two heads: {text}");
    for refused in [up(&graph, "heads"), up(&graph, "dddd")] {
        assert_eq!(refused.as_ref().err(), graph.damage().first());
    }
    assert_eq!(graph.damage_of(&id("dddd")), graph.damage().first());
    assert_eq!(graph.parents_for_new(&[symbol("dddd")], Splice::Refuse).err().as_ref(), graph.damage().first());
    assert_eq!(graph.stamp(&Applied::default(), &[symbol("dddd")], Held::Keep).err().as_ref(), graph.damage().first());
}

#[test]
fn a_revision_that_revises_itself() {
    let graph = damaged(
        "aaaa <- aaaa\n bbbb <- aaaa",
        [["revision \"aaaa\" (versions/aaaa.sql) revises itself", "change `revises` in versions/aaaa.sql"]],
    );
    assert_eq!(joined(graph.iter()), "aaaa bbbb");
}

#[test]
fn revisions_that_revise_one_another() {
    let graph = damaged(
        "aaaa <- cccc\n bbbb <- aaaa\n cccc <- bbbb\n dddd <- cccc\n eeee",
        [[
            "3 revisions revise one another in a circle: \"aaaa\" (versions/aaaa.sql), \"cccc\" (versions/cccc.sql), \
             \"bbbb\" (versions/bbbb.sql)",
            "change `revises` in one of them to what it followed when it was written",
        ]],
    );
    assert_eq!(graph.len(), 5);
    assert_eq!(joined(graph.history(&":".parse().unwrap(), &Applied::default()).unwrap()).split(' ').count(), 5);
    assert!(up(&graph, "dddd").is_err());
    assert_eq!(up(&graph, "eeee").unwrap(), "eeee");
}

#[test]
fn a_revision_that_depends_on_itself() {
    damaged(
        "aaaa <- / mine / mine",
        [["revision \"aaaa\" (versions/aaaa.sql) depends on itself", "change `depends_on` in versions/aaaa.sql"]],
    );
}

#[test]
fn revisions_that_need_one_another() {
    damaged(
        "aaaa <- / bbbb\n bbbb <- aaaa",
        [[
            "2 revisions need one another in a circle: \"aaaa\" (versions/aaaa.sql), \"bbbb\" (versions/bbbb.sql)",
            "change `depends_on` in one of them",
        ]],
    );
}

#[test]
fn one_id_twice() {
    let mut twins = revisions("aaaa\n aaaa\n bbbb <- aaaa");
    twins[0].path = Some("versions/copy_of_aaaa.sql".into());
    twins[0].created = Some("2026-11-21".into());
    twins[1].created = Some("2026-11-20".into());
    let graph = RevisionGraph::build(twins);
    assert_eq!(graph.len(), 2);
    assert_eq!(
        said(up(&graph, "bbbb")),
        [
            "2 scripts have the revision id \"aaaa\": \"aaaa\" (versions/aaaa.sql), \"aaaa\" (versions/copy_of_aaaa.sql)",
            "give versions/copy_of_aaaa.sql another `revision`"
        ]
    );
    assert_eq!(joined(graph.heads()), "bbbb");
}

#[test]
fn one_label_twice() {
    let graph = damaged(
        "aaaa <- // lab\n bbbb <- aaaa // lab lab\n cccc <- / lab",
        [
            [
                "2 revisions carry the label \"lab\": \"aaaa\" (versions/aaaa.sql), \"bbbb\" (versions/bbbb.sql)",
                "change `branch_labels` in versions/bbbb.sql",
            ],
            [
                "revision \"cccc\" (versions/cccc.sql) depends on \"lab\", but several revisions carry that label",
                "write an id in place of the label in `depends_on` of versions/cccc.sql",
            ],
        ],
    );
    assert_eq!(up(&graph, "bbbb").unwrap(), "aaaa bbbb", "ids are as good as ever");
    assert_eq!(up(&graph, "lab").err().as_ref(), graph.damage().first());
}

#[test]
fn a_label_that_is_an_id() {
    let graph = damaged(
        "aaaa\n bbbb <- aaaa // aaaa",
        [[
            "the label \"aaaa\" of revision \"bbbb\" (versions/bbbb.sql) is also the id of a revision",
            "change `branch_labels` in versions/bbbb.sql",
        ]],
    );
    assert_eq!(up(&graph, "aaaa").unwrap(), "aaaa", "the id goes before");
}

#[test]
fn names_that_mean_something_else() {
    let help = "change `branch_labels` in versions/aaaa.sql to letters, digits and underscores, and not to head, heads, base \
                or current";
    damaged(
        "aaaa <- // head a@b\n current",
        [
            [
                "revision \"aaaa\" (versions/aaaa.sql) has the label \"head\", which could not be typed on the command line",
                help,
            ],
            [
                "revision \"aaaa\" (versions/aaaa.sql) has the label \"a@b\", which could not be typed on the command line",
                help,
            ],
            [
                "revision \"current\" (versions/current.sql) has an id that means something else on the command line",
                "give versions/current.sql another `revision`",
            ],
        ],
    );
}

#[test]
fn a_dependency_that_is_not_there() {
    damaged(
        "aaaa <- / gone",
        [[
            "revision \"aaaa\" (versions/aaaa.sql) depends on \"gone\", but no script has that id or label",
            "restore the script of \"gone\", or change `depends_on` in versions/aaaa.sql",
        ]],
    );
}

#[test]
fn a_ledger_with_unknown_revisions() {
    let graph = RevisionGraph::build(revisions("aaaa\n bbbb <- aaaa"));
    let applied: Applied = ["aaaa", "gone"].map(id).into_iter().collect();
    assert_eq!(
        said(path(&graph, &applied, &Target::Upgrade(symbol("head")))),
        [
            "a revision is applied to this database, but no script has its id: \"gone\"",
            "check out the scripts that this database was upgraded with, or run `db stamp --purge heads` if its schema is \
             already that of the heads"
        ]
    );
    let survey = graph.survey(&applied);
    assert_eq!((survey.unknown, survey.current), (vec![id("gone")], ["aaaa", "gone"].map(id).to_vec()));
    assert_eq!(joined(graph.current(&applied)), "aaaa");

    // Told by the ledger what it followed, the graph can take it back.
    let mut gone = Revision::new(id("gone"), "from the ledger");
    gone.revises = vec![id("aaaa")];
    let graph = RevisionGraph::build(graph.iter().cloned().chain([gone]));
    assert_eq!(path(&graph, &applied, &Target::Downgrade(symbol("aaaa"))).unwrap(), "gone");
}

#[test]
fn a_ledger_with_a_hole() {
    let graph = RevisionGraph::build(revisions("aaaa\n late <- aaaa\n cccc <- late"));
    let applied: Applied = ["aaaa", "cccc"].map(id).into_iter().collect();
    let hole = [
        "revision \"cccc\" is applied, but \"late\" (versions/late.sql), which it needs, is not",
        "run `db stamp cccc` if the schema has \"late\" already, else downgrade below it and run `db upgrade` again",
    ];
    assert_eq!(said(path(&graph, &applied, &Target::Upgrade(symbol("head")))), hole);
    assert_eq!(graph.survey(&applied).holes[0].to_string(), hole[0]);
    assert_eq!(joined(graph.current(&applied)), "cccc");
    assert_eq!(path(&graph, &applied, &Target::Downgrade(symbol("aaaa"))).unwrap(), "cccc", "the way down stays open");
    let stamped = graph.stamp(&applied, &[symbol("cccc")], Held::Keep).unwrap();
    assert_eq!(stamped.added, [id("late")]);
}

#[test]
fn a_revision_that_would_do_damage_is_not_admitted() {
    let graph = RevisionGraph::build(revisions("aaaa <- // lab\n bbbb <- aaaa"));
    let admit = |line: &str| graph.admit(&super::revision(line)).map_err(|error| error.to_string());
    assert_eq!(admit("cccc <- bbbb / lab / other"), Ok(()));
    assert_eq!(admit("bbbb"), Err("there is a revision \"bbbb\" (versions/bbbb.sql) already".into()));
    assert!(admit("cccc <- zzzz").unwrap_err().contains("revises \"zzzz\""));
    assert!(admit("cccc <- bbbb // lab").unwrap_err().contains("carry the label \"lab\""));
    assert!(at(&graph, "").is_empty());
}

#[test]
fn a_long_history_is_no_matter() {
    let mut long: Vec<Revision> = (0..100_000).map(|place| Revision::new(id(&format!("r{place}")), "")).collect();
    for place in 1..long.len() {
        long[place].revises = vec![long[place - 1].id.clone()];
    }
    let graph = RevisionGraph::build(long.clone());
    assert_eq!(graph.path(&Applied::default(), &Target::Upgrade(symbol("head"))).unwrap().len(), 100_000);
    long[0].revises = vec![id("r99999")];
    assert!(
        matches!(RevisionGraph::build(long).damage(), [GraphError::Cycle { revisions }] if revisions.len() == 100_000)
    );
}
