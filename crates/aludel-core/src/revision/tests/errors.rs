//! What is said of each thing that cannot be answered, and what to do about it.

use super::super::{BadRange, BadSymbol, Range, Splice, Symbol};
use super::{downgrade, history, id, resolve, revisions, said, sound, symbol, upgrade};
use crate::revision::{RevisionGraph, Target};

const BRANCHED: &str = "base1\n left1 <- base1 // left\n left2 <- left1\n right1 <- base1 // right\n right2 <- right1";

#[test]
fn names_that_nothing_has() {
    let graph = sound(BRANCHED);
    assert_eq!(
        said(resolve(&graph, "lefd1")),
        [
            "no revision or label is called \"lefd1\", nor does one begin so",
            "type `left1` if that was meant, or run `db history` to see all revisions"
        ]
    );
    assert_eq!(said(resolve(&graph, "zzzzzz"))[1], "run `db history` to see all revisions");
    assert_eq!(
        said(resolve(&graph, "rihgt@head")),
        [
            "there is no branch \"rihgt\": no label and no revision is called so",
            "type `right` or `right1` or `right2` if that was meant, or run `db history` to see all revisions"
        ]
    );
    assert_eq!(
        said(resolve(&graph, "lef")),
        [
            "\"lef\" is the beginning of 3 ids and labels: \"left\", \"left1\", \"left2\"",
            "type more of it, or run `db history` to see all revisions"
        ]
    );
    assert_eq!(
        said(resolve(&graph, "left@right2")),
        [
            "revision \"right2\" is not on the branch of \"left\"",
            "leave out the branch and type `right2` alone, or run `db branches` to see where they part"
        ]
    );
}

#[test]
fn several_heads_are_named_with_their_files_times_and_authors() {
    let mut several = revisions(BRANCHED);
    several[2].author = Some("Ann".into());
    several[2].created = Some("2026-11-20T09:06:00Z".into());
    let graph = RevisionGraph::build(several);
    assert_eq!(
        said(upgrade(&graph, "", "head")),
        [
            "\"head\" stands for 2 revisions: \"left2\" (versions/left2.sql, created 2026-11-20T09:06:00Z, by Ann), \"right2\" \
             (versions/right2.sql)",
            "run `db merge` to join them by a new revision, or `db rebase` to put one side after the other; or name what is \
             meant: `heads` for all of them, or \
             one such as `left2`"
        ]
    );
}

#[test]
fn steps_where_none_can_be_counted() {
    let graph = sound(BRANCHED);
    assert_eq!(
        said(resolve(&graph, "left1+1")),
        [
            "\"left1+1\" counts steps from a revision, which only upgrade, downgrade and the end of a range do",
            "run `db history` and give the id of the revision itself"
        ]
    );
    assert_eq!(
        said(downgrade(&graph, "left2", "+1")),
        [
            "\"+1\" counts upwards, which only upgrade and the end of a range do",
            "give steps such as `-1`, or the id of a revision as `db history` shows it"
        ]
    );
    assert_eq!(
        said(upgrade(&graph, "left2", "-1")),
        ["\"-1\" counts downwards, and an upgrade goes up", "run `db downgrade -1` to go down"]
    );
    assert_eq!(
        said(graph.parents_for_new(&[symbol("current")], Splice::Refuse)),
        [
            "\"current\" depends on what is applied, and no database is asked here",
            "run `db current` and give the id that it shows"
        ]
    );
}

#[test]
fn steps_that_lead_nowhere_or_to_several() {
    let graph = sound(BRANCHED);
    assert_eq!(
        said(upgrade(&graph, "base1", "+1")),
        [
            "\"+1\" is ambiguous: from \"base1\" it could go on to any of \"left1\", \"right1\"",
            "run `db history` and give the id of the revision itself"
        ]
    );
    assert_eq!(
        said(upgrade(&graph, "", "left2+1")),
        ["\"left2+1\" goes too far: no step can be taken", "run `db history` to see what there is"]
    );
    assert_eq!(said(downgrade(&graph, "left1", "-9"))[0], "\"-9\" goes too far: only 2 steps can be taken");
    assert_eq!(said(downgrade(&graph, "left1", "base-1"))[0], "\"base-1\" goes too far: no step can be taken");
    let forest = sound("aaaa\n bbbb");
    assert_eq!(
        said(upgrade(&forest, "", "base+1"))[0],
        "\"base+1\" is ambiguous: from the base it could go on to any of \"aaaa\", \"bbbb\""
    );
}

#[test]
fn steps_that_could_start_anywhere() {
    let graph = sound(BRANCHED);
    assert_eq!(
        said(upgrade(&graph, "left1 right1", "+1")),
        [
            "\"+1\" could start from 2 current revisions: \"left1\", \"right1\"",
            "name the branch, as in `left1@+1`, or give `heads` or the id of a revision"
        ]
    );
    assert_eq!(
        said(downgrade(&graph, "left1 right1", "base1@-1"))[0],
        said(upgrade(&graph, "left1 right1", "base1@+1"))[0].replace('+', "-")
    );
    assert_eq!(
        said(downgrade(&graph, "", "-1")),
        ["\"-1\" starts from what is applied, and nothing is applied there", "run `db current` to see what is applied"]
    );
    assert_eq!(
        said(downgrade(&graph, "", "left@-1"))[0],
        "\"left@-1\" starts from what is applied, and nothing is applied there"
    );
}

#[test]
fn downgrades_to_what_is_not_below() {
    let graph = sound(BRANCHED);
    assert_eq!(
        said(downgrade(&graph, "left1", "left2")),
        [
            "cannot downgrade to \"left2\": revision \"left2\" is not applied",
            "run `db current` to see what is applied, or `db upgrade left2` if the database should come to it"
        ]
    );
    assert_eq!(
        said(downgrade(&graph, "left2 right2", "base1@base1")),
        [
            "cannot downgrade to \"base1@base1\": none of \"left1\", \"right1\" leads to \"base1\"",
            "name the branch by a revision above the target, as in `left1@…`"
        ]
    );
    let needy = sound("lib1\n lib2 <- lib1\n app1 <- / lib1");
    assert_eq!(
        said(downgrade(&needy, "app1", "lib1")),
        [
            "cannot downgrade to \"lib1\": nothing that revises \"lib1\" is applied",
            "run `db downgrade lib1-1` to take it back with all that depends on it"
        ]
    );
    assert_eq!(downgrade(&needy, "app1", "lib1-1").unwrap(), "app1 lib1");
}

#[test]
fn ranges_that_are_none() {
    let graph = sound(BRANCHED);
    assert_eq!(
        said(history(&graph, "", "left2:left1")),
        [
            "\"left2:left1\" is no range: \"left2\" does not lie below the end of it",
            "give the older revision first, as in `db history -r base:head`"
        ]
    );
    let bad = "left1".parse::<Range>().unwrap_err();
    assert_eq!(
        [bad.to_string(), bad.help()],
        [
            "\"left1\" is no range of revisions",
            "write the range as `start:end`, `start:` or `:end`, as in `db history -r base:head`"
        ]
    );
    assert_eq!("a:b:c".parse::<Range>(), Err(BadRange::Form("a:b:c".into())));
    assert_eq!("a@:b".parse::<Range>(), Err(BadRange::End(BadSymbol("a@".into()))));
}

#[test]
fn new_revisions_that_cannot_be() {
    let graph = sound(BRANCHED);
    let parents = |text: &[&str]| {
        graph.parents_for_new(&text.iter().map(|text| symbol(text)).collect::<Vec<_>>(), Splice::Refuse)
    };
    assert_eq!(
        said(parents(&["left1"])),
        [
            "revision \"left1\" (versions/left1.sql) is not a head: something revises it already",
            "add `--splice` to start a new branch at \"left1\", or name a head"
        ]
    );
    assert_eq!(
        said(parents(&["heads", "left2"])),
        ["revision \"left2\" is given twice as a parent", "name each parent once, or all of them at once by `heads`"]
    );
    assert_eq!(
        said(graph.parents_for_merge(&[symbol("left2")], Splice::Refuse)),
        [
            "a merge takes two revisions or more, and here is only \"left2\" (versions/left2.sql)",
            "run `db heads` to see the heads, and `db merge heads` where there are several"
        ]
    );
    assert_eq!(
        said(graph.admit(&super::revision("left1")))[1],
        "choose another id, or leave out `--rev-id` to have one made"
    );
}

#[test]
fn texts_that_are_no_symbols() {
    for text in
        ["", "@", "a@", "@a", "a@b@c", "a b", "a:b", "a+", "+", "+1+1", "a+1x", "1,2", "+99999999999999999999", "ä@ö@"]
    {
        let bad = text.parse::<Symbol>().unwrap_err();
        assert_eq!(bad.to_string(), format!("\"{text}\" does not name a revision"));
        assert!(bad.help().contains("db history"));
    }
    for text in ["head", "b@heads", "base+1", "-1", "+1", "b@-1", "my-label", "feature/x@head-2", "größe"] {
        assert_eq!(text.parse::<Symbol>().unwrap().to_string(), text);
    }
    assert_eq!(Symbol::from(&id("8f2c")), symbol("8f2c"));
    assert_eq!(Target::Upgrade(symbol("head")).to_string(), "upgrade to \"head\"");
}
