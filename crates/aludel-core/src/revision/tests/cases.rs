//! Small graphs made by hand, one for each shape.

use super::super::{Applied, Direction, Held, Splice, Step, Target};
use super::{at, downgrade, history, id, joined, resolve, sound, stamp, symbol, upgrade};

const LINE: &str = "aaaa\n bbbb <- aaaa\n cccc <- bbbb\n dddd <- cccc";

/// Two branches that part above `base1` and are joined by `merge`.
const DIAMOND: &str =
    "base1\n left1 <- base1 // left\n left2 <- left1\n right1 <- base1 // right\n merge <- left2 right1\n tip <- merge";

/// Two histories; the second needs the middle of the first.
const NEEDY: &str =
    "lib1 <- // lib\n lib2 <- lib1\n lib3 <- lib2\n app1 <- // app\n app2 <- app1 / lib2\n app3 <- app2";

#[test]
fn a_line_goes_up_and_down() {
    let graph = sound(LINE);
    assert_eq!(upgrade(&graph, "", "head").unwrap(), "aaaa bbbb cccc dddd");
    assert_eq!(upgrade(&graph, "bbbb", "heads").unwrap(), "cccc dddd");
    assert_eq!(upgrade(&graph, "bbbb", "+1").unwrap(), "cccc");
    assert_eq!(upgrade(&graph, "", "+2").unwrap(), "aaaa bbbb");
    assert_eq!(upgrade(&graph, "", "aaaa+1").unwrap(), "aaaa bbbb");
    assert_eq!(upgrade(&graph, "", "head-1").unwrap(), "aaaa bbbb cccc");
    assert_eq!(upgrade(&graph, "bbbb", "current+1").unwrap(), "cccc");
    assert_eq!(downgrade(&graph, "cccc", "-1").unwrap(), "cccc");
    assert_eq!(downgrade(&graph, "cccc", "-3").unwrap(), "cccc bbbb aaaa");
    assert_eq!(downgrade(&graph, "dddd", "bbbb").unwrap(), "dddd cccc");
    assert_eq!(downgrade(&graph, "dddd", "base+1").unwrap(), "dddd cccc bbbb");
    assert_eq!(downgrade(&graph, "dddd", "base").unwrap(), "dddd cccc bbbb aaaa");
}

#[test]
fn going_to_where_the_database_is_or_was_runs_nothing() {
    let graph = sound(LINE);
    assert_eq!(upgrade(&graph, "cccc", "bbbb").unwrap(), "");
    assert_eq!(upgrade(&graph, "cccc", "base").unwrap(), "");
    assert_eq!(upgrade(&graph, "", "aaaa-1").unwrap(), "", "one below the first is the base");
    assert_eq!(downgrade(&graph, "cccc", "cccc").unwrap(), "");
    assert_eq!(downgrade(&graph, "", "base").unwrap(), "");
}

#[test]
fn an_empty_graph_answers_too() {
    let graph = sound("");
    assert_eq!(upgrade(&graph, "", "head").unwrap(), "");
    assert_eq!(downgrade(&graph, "", "base").unwrap(), "");
    assert_eq!(stamp(&graph, "", "heads").unwrap(), "");
    assert_eq!(history(&graph, "", ":").unwrap(), "");
    assert_eq!(graph.parents_for_new(&[symbol("head")], Splice::Refuse).unwrap(), []);
    assert!(graph.survey(&Applied::default()).is_up_to_date());
}

#[test]
fn branches_part_and_join() {
    let graph = sound(DIAMOND);
    assert_eq!(upgrade(&graph, "", "left@head").unwrap(), "base1 left1 left2 right1 merge tip");
    assert_eq!(upgrade(&graph, "base1", "left@+1").unwrap(), "left1");
    assert_eq!(upgrade(&graph, "left1", "right@+1").unwrap(), "right1", "from the newest applied on that branch");
    assert_eq!(downgrade(&graph, "merge", "left2").unwrap(), "merge");
    assert_eq!(downgrade(&graph, "left2 right1", "left@base1").unwrap(), "left2 left1");
    assert_eq!(downgrade(&graph, "left2 right1", "base1").unwrap(), "right1 left2 left1");
    assert_eq!(downgrade(&graph, "left2 right1", "-1").unwrap(), "left2", "the first of the ledger");
    assert_eq!(downgrade(&graph, "right1 left2", "-1").unwrap(), "right1");
    assert_eq!(downgrade(&graph, "right1 left2", "left@-1").unwrap(), "left2");
    let both = at(&graph, "right1 left2");
    assert_eq!(graph.guess(&both, &Target::Downgrade(symbol("-1"))), Some(id("right1")));
    assert_eq!(graph.guess(&both, &Target::Downgrade(symbol("left@-1"))), None);
    assert_eq!(graph.guess(&at(&graph, "merge"), &Target::Downgrade(symbol("-1"))), None);
}

#[test]
fn dependencies_come_along_upwards_and_stay_downwards() {
    let graph = sound(NEEDY);
    assert_eq!(upgrade(&graph, "", "app@head").unwrap(), "app1 lib1 lib2 app2 app3");
    assert_eq!(downgrade(&graph, "app3", "app1").unwrap(), "app3 app2");
    assert_eq!(downgrade(&graph, "app3", "lib1").unwrap(), "app3 app2 lib2", "what depends on the dropped goes too");
    assert_eq!(downgrade(&graph, "app3", "lib@base").unwrap(), "app3 app2 lib2 lib1");
    let app = at(&graph, "app3");
    assert_eq!(joined(graph.current(&app)), "app3", "lib2 is applied, but needed");
    assert_eq!(upgrade(&graph, "app3", "lib@+1").unwrap(), "lib3");
}

#[test]
fn a_merge_may_depend_on_its_own_ancestor() {
    let graph = sound("aaaa\n left <- aaaa\n right <- aaaa\n merge <- left right / aaaa");
    assert_eq!(upgrade(&graph, "", "head").unwrap(), "aaaa left right merge");
    assert_eq!(downgrade(&graph, "merge", "base").unwrap(), "merge right left aaaa");
}

#[test]
fn heads_of_one_branch_may_depend_on_each_other() {
    let graph = sound("aaaa <- // lab\n left <- aaaa\n right <- aaaa / left");
    assert_eq!(upgrade(&graph, "", "lab@heads").unwrap(), "aaaa left right");
    assert_eq!(joined(graph.heads()), "right left");
    assert_eq!(joined(graph.real_heads()), "right");
}

#[test]
fn symbols_stand_for_what_the_table_says() {
    let graph = sound(NEEDY);
    for (text, meant) in [
        ("base", ""),
        ("lib@head", "lib3"),
        ("heads", "lib3 app3"),
        ("app@heads", "app3"),
        ("lib", "lib1"),
        ("app2", "app2"),
        ("lib@lib2", "lib2"),
        ("lib2@base", ""),
        ("-1", "lib2 app2"),
        ("app@-1", "app2"),
        ("lib@-9", ""),
    ] {
        assert_eq!(resolve(&graph, text).as_deref(), Ok(meant), "{text}");
    }
    let abbreviated = sound("8f2c1a\n 8f2d <- 8f2c1a // first\n 9 <- 8f2d\n 91 <- 9");
    assert_eq!(resolve(&abbreviated, "8f2c").unwrap(), "8f2c1a");
    assert_eq!(resolve(&abbreviated, "fi").unwrap(), "8f2d", "a label can be abbreviated too");
    assert_eq!(resolve(&abbreviated, "9").unwrap(), "9", "an exact id goes before the beginning of another");
    assert!(resolve(&abbreviated, "8f2").is_err());
    let current = abbreviated.resolve(&symbol("current"), &at(&abbreviated, "8f2d")).unwrap();
    assert_eq!(joined(current), "8f2d");
}

#[test]
fn a_branch_decides_between_names_that_begin_alike() {
    let graph =
        sound("root\n left_a <- root // left\n same_1 <- left_a\n right_a <- root // right\n same_2 <- right_a");
    assert!(resolve(&graph, "same").is_err());
    assert_eq!(resolve(&graph, "right@same").unwrap(), "same_2");
}

#[test]
fn a_stamp_replaces_what_it_has_to_do_with() {
    let graph = sound(NEEDY);
    assert_eq!(stamp(&graph, "", "lib2").unwrap(), "lib2");
    assert_eq!(stamp(&graph, "lib3", "lib1").unwrap(), "lib1");
    assert_eq!(stamp(&graph, "lib3", "app1").unwrap(), "lib3 app1", "unrelated branches stay");
    assert_eq!(stamp(&graph, "lib3 app1", "app@base").unwrap(), "lib3");
    assert_eq!(stamp(&graph, "lib3 app1", "base").unwrap(), "");
    assert_eq!(stamp(&graph, "lib1", "lib3 app3").unwrap(), "app3 lib3");
    assert_eq!(stamp(&graph, "lib3", "heads").unwrap(), "lib3 app3");
    assert_eq!(stamp(&graph, "", "app@-1").unwrap(), "app2");
    assert!(stamp(&graph, "app1", "app@-1").is_err(), "steps count only while nothing is applied");
}

#[test]
fn a_stamp_writes_all_ancestors() {
    let graph = sound(NEEDY);
    let before: Applied = [id("gone")].into_iter().collect();
    let stamped = graph.stamp(&before, &[symbol("app2")], Held::Purge).unwrap();
    assert_eq!(stamped.added, ["app1", "lib1", "lib2", "app2"].map(id));
    assert_eq!(stamped.removed, [id("gone")]);
    assert_eq!(stamped.heads, [id("app2")]);
    assert_eq!(stamped.applied.iter().cloned().collect::<Vec<_>>(), stamped.added);
}

#[test]
fn ranges_hold_both_ends() {
    let graph = sound(NEEDY);
    assert_eq!(history(&graph, "", ":").unwrap(), "lib3 app3 app2 lib2 lib1 app1");
    assert_eq!(history(&graph, "", "lib2:").unwrap(), "lib3 lib2");
    assert_eq!(history(&graph, "", ":app2").unwrap(), "app2 lib2 lib1 app1", "dependencies belong to it");
    assert_eq!(history(&graph, "", "app1:app3").unwrap(), "app3 app2 app1", "and here they do not");
    assert_eq!(history(&graph, "", "lib@base:").unwrap(), "lib3 lib2 lib1");
    assert_eq!(history(&graph, "", ":app3-1").unwrap(), "app2 lib2 lib1 app1");
    assert_eq!(history(&graph, "", "lib1:+1").unwrap(), "lib2 lib1");
    assert_eq!(history(&graph, "app2", ":current").unwrap(), "app2 lib2 lib1 app1");
    assert_eq!(history(&graph, "lib2", "current:").unwrap(), "lib3 lib2");
    assert_eq!(history(&graph, "", ":lib1-1").unwrap(), "", "one below the first is the base");
    let line = sound(LINE);
    assert_eq!(history(&line, "", "-1:").unwrap(), "dddd cccc");
    assert_eq!(history(&line, "", "-9:").unwrap(), "dddd cccc bbbb aaaa");
    assert_eq!(history(&line, "cccc", "-1:current").unwrap(), "cccc bbbb", "counted from what is current");
}

#[test]
fn a_range_may_end_at_a_head_that_something_depends_on() {
    let graph = sound("lib1\n lib2 <- lib1\n app1 <- / lib2");
    assert_eq!(history(&graph, "", "lib1:").unwrap(), "lib2 lib1");
}

#[test]
fn the_standing_of_a_revision_is_told() {
    let graph = sound(DIAMOND);
    let of = |text: &str| graph.standing(&id(text)).unwrap();
    assert!(of("base1").is_base() && of("base1").is_branch_point());
    assert!(of("merge").is_merge_point() && !of("merge").is_head());
    assert!(of("tip").is_head() && of("tip").is_real_head());
    assert_eq!(joined(of("base1").children), "left1 right1");
    assert_eq!(of("tip").labels.iter().cloned().collect::<Vec<_>>(), ["left", "right"]);
    assert_eq!(of("left2").labels.iter().cloned().collect::<Vec<_>>(), ["left"]);
    assert!(of("base1").labels.is_empty(), "labels end above a branch point");
    assert_eq!(joined(graph.branch_points()), "base1");
    assert_eq!(joined(graph.merge_points()), "merge");
    assert_eq!(joined(graph.bases()), "base1");
    assert_eq!(graph.standing(&id("nobody")).map(|_| ()), None);
}

#[test]
fn a_label_reaches_the_ancestors_of_an_undivided_branch() {
    let graph = sound("aaaa\n bbbb <- aaaa // lab\n cccc <- bbbb");
    assert!(graph.iter().all(|revision| graph.standing(&revision.id).unwrap().labels.contains("lab")));
    let divided = sound("aaaa\n bbbb <- aaaa // lab\n cccc <- bbbb\n dddd <- bbbb");
    assert!(divided.standing(&id("aaaa")).unwrap().labels.is_empty());
}

#[test]
fn a_new_revision_follows_heads_unless_it_is_spliced() {
    let graph = sound(NEEDY);
    let parents = |symbols: &[&str], splice| {
        let symbols: Vec<_> = symbols.iter().map(|text| symbol(text)).collect();
        graph.parents_for_new(&symbols, splice)
    };
    assert_eq!(parents(&["lib@head"], Splice::Refuse).unwrap(), [id("lib3")]);
    assert_eq!(parents(&["base"], Splice::Refuse).unwrap(), []);
    assert_eq!(parents(&["lib1"], Splice::Allow).unwrap(), [id("lib1")]);
    assert!(parents(&["lib1"], Splice::Refuse).is_err());
    assert!(parents(&["head"], Splice::Refuse).is_err());
    assert_eq!(graph.parents_for_merge(&[symbol("heads")], Splice::Refuse).unwrap(), [id("lib3"), id("app3")]);
    let needs = graph.dependencies_for_new(&[symbol("lib"), symbol("app2"), symbol("lib@lib3"), symbol("lib")]);
    assert_eq!(needs.unwrap(), ["lib", "app2", "lib3"]);
}

#[test]
fn the_ledger_follows_the_steps() {
    let graph = sound(NEEDY);
    let mut applied = at(&graph, "lib1");
    applied.take(&Step { revision: id("lib2"), direction: Direction::Upgrade });
    assert_eq!(joined(graph.current(&applied)), "lib2");
    applied.take(&Step { revision: id("lib2"), direction: Direction::Downgrade });
    assert_eq!(applied, at(&graph, "lib1"));
    let survey = graph.survey(&applied);
    assert_eq!(survey.current, [id("lib1")]);
    assert_eq!(survey.pending, ["app1", "lib2", "app2", "app3", "lib3"].map(id));
}
