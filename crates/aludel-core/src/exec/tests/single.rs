//! Revisions statement by statement.

use super::*;
use crate::schema::Index;

fn committing() -> Arc<Server> {
    Server::new(TestDialect::committing())
}

fn big_index() -> Recorded {
    Recorded::Whole(Operation::CreateIndex { table: "t".into(), index: Index::new("big", ["id"]) })
}

#[test]
fn a_statement_that_commits_by_itself_stands_between_intent_and_outcome() {
    let server = committing();
    upgrade(&server, vec![up("a1", None, vec![create("t"), execute("one")])]).unwrap();
    assert_eq!(server.journal(), ["a1 1 intent", "a1 1 done", "a1 2 done", "a1 - done"]);
    assert!(server.column("aludel_journal", 5)[0].contains("create_table"), "the operation is kept with the intent");
    assert_eq!(server.column("aludel_journal", 6)[2], "one");
    let sent = server.state().sent.clone();
    let one = sent.iter().position(|sql| sql == "one").unwrap();
    assert_eq!(sent[one - 1], "BEGIN");
    assert_eq!(sent[one + 2], "COMMIT", "a statement that changes data shares a transaction with its outcome");
    assert_eq!(server.applied(), ["a1"]);
}

#[test]
fn a_refused_statement_is_where_the_next_run_goes_on() {
    let server = committing();
    server.state().refused = Some("two".into());
    let steps = || vec![create("t"), execute("one; two; three"), add("t", "x")];
    let error = upgrade(&server, vec![up("a1", None, steps())]).unwrap_err();
    assert!(error.to_string().contains("statement 3 failed: it is refused"), "{error}");
    assert!(error.help().starts_with("statements 1 to 2 stay done: mend statement 3"), "{}", error.help());
    assert_eq!(server.journal().last().unwrap(), "a1 3 failed");

    server.state().refused = None;
    let report = upgrade(&server, vec![up("a1", None, steps())]).unwrap();
    assert_eq!(report.steps[0].statements, 3);
    assert_eq!(server.state().data.ran, ["one", "two", "three"]);
    assert!(server.state().data.schema.table(&"t".into()).unwrap().columns.get("x").is_some());
    assert_eq!(server.journal().last().unwrap(), "a1 - done");
}

#[test]
fn what_failed_may_be_mended_and_what_ran_may_not_be_changed() {
    let server = committing();
    server.state().refused = Some("two".into());
    upgrade(&server, vec![up("a1", None, vec![execute("one; two")])]).unwrap_err();
    server.state().refused = None;
    let error = upgrade(&server, vec![up("a1", None, vec![execute("uno; 2")])]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the upgrade of revision \"a1\" is half done: its script was changed meanwhile: statement 1 is not the one that ran"
    );
    assert!(error.help().contains("put the script back"), "{}", error.help());
    let error = upgrade(&server, vec![up("a1", None, vec![])]).unwrap_err();
    assert!(error.to_string().contains("1 statements ran, and the script has 0"), "{error}");
    upgrade(&server, vec![up("a1", None, vec![execute("one; 2")])]).unwrap();
    assert_eq!(server.state().data.ran, ["one", "2"]);
}

#[test]
fn a_first_statement_that_is_refused_leaves_nothing_half_done() {
    let server = committing();
    server.state().refused = Some("APPLY".into());
    let error = upgrade(&server, vec![up("a1", None, vec![execute("zero")])]).map(drop);
    assert!(error.is_err(), "the tables cannot be made");
    server.state().refused = Some("bad".into());
    upgrade(&server, vec![up("a1", None, vec![create("bad")])]).unwrap_err();
    server.state().refused = None;
    upgrade(&server, vec![up("c3", None, vec![execute("three")])]).unwrap();
    assert_eq!(server.applied(), ["c3"]);
}

#[test]
fn a_statement_in_doubt_stops_every_run_until_somebody_settles_it() {
    let server = committing();
    block_on(executor(&server).ensure(&mut Session::open(&server))).unwrap();
    // What is known, lock, writers, lock held, tail, parents, INSPECT, intent, then the statement.
    server.state().requests = 0;
    server.state().lost = Some((9, server::Moment::After));
    upgrade(&server, vec![up("a1", None, vec![create("t")])]).unwrap_err();
    server.state().lost = None;
    for works in [vec![up("a1", None, vec![create("t")])], vec![up("b2", None, vec![execute("two")])], Vec::new()] {
        let error = upgrade(&server, works).unwrap_err();
        assert!(matches!(error.kind(), ExecErrorKind::HalfDone(_)));
        let message = error.to_string();
        assert!(message.contains("statement 1 was sent, and its outcome is not known\n    APPLY {"), "{message}");
        assert!(error.help().contains("`stamp a1`"), "{}", error.help());
    }
    let rows = vec![LedgerRow::new("a1".parse().unwrap(), "")];
    block_on(executor(&server).stamp(&mut Session::open(&server), Some(&[]), rows)).unwrap();
    upgrade(&server, vec![up("b2", Some("a1"), vec![execute("two")])]).unwrap();
    assert_eq!(server.applied(), ["a1", "b2"]);
}

#[test]
fn a_revision_that_is_half_done_comes_before_all_others() {
    let server = committing();
    upgrade(&server, vec![up("a1", None, vec![execute("zero")])]).unwrap();
    server.state().refused = Some("two".into());
    upgrade(&server, vec![up("b2", Some("a1"), vec![execute("one; two")])]).unwrap_err();
    let down = || work("a1", None, Direction::Downgrade, vec![execute("no zero")]);
    let error = upgrade(&server, vec![down()]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the upgrade of revision \"b2\" is half done: it must be finished before anything else is run"
    );
    assert!(error.help().contains("goes on with statement 2"), "{}", error.help());
}

#[test]
fn statements_outside_of_transactions_are_run_under_the_lock_of_the_session() {
    let server = Server::new(TestDialect::transactional());
    let works = vec![up("a1", None, vec![create("t"), big_index()])];
    upgrade(&server, works).unwrap();
    assert_eq!(server.journal(), ["a1 1 done", "a1 2 intent", "a1 2 done", "a1 - done"]);
    let sent = server.state().sent.clone();
    let lock = sent.iter().position(|sql| sql == "LOCK session").unwrap();
    assert_eq!(sent[lock - 1], "INSPECT", "it is known before a transaction begins");
    assert_eq!(sent.last().unwrap(), "UNLOCK session");
}

#[test]
fn a_block_of_a_script_that_commits_by_itself_is_run_outside() {
    let server = Server::new(TestDialect::transactional());
    let outside = Recorded::Outside(Box::new(execute("two; three")));
    upgrade(&server, vec![up("a1", None, vec![execute("one"), outside, execute("four")])]).unwrap();
    assert_eq!(
        server.journal(),
        ["a1 1 done", "a1 2 intent", "a1 2 done", "a1 3 intent", "a1 3 done", "a1 4 done", "a1 - done"]
    );
    assert_eq!(server.state().data.ran, ["one", "two", "three", "four"]);
}

#[test]
fn what_needs_a_commit_on_the_way_is_run_statement_by_statement() {
    let server = Server::new(TestDialect::transactional());
    block_on(executor(&server).ensure(&mut Session::open(&server))).unwrap();
    // One way finds it in the text, the other one step by step.
    let opaque = vec![execute("make value; use value")];
    let in_pieces = vec![execute("make value"), execute("use value")];
    for (id, recorded) in [("a1", opaque), ("b2", in_pieces)] {
        upgrade(&server, vec![up(id, None, recorded)]).unwrap();
    }
    assert_eq!(server.state().data.ran, ["make value", "use value"].repeat(2));
    let journal = ["1 done", "2 done", "- done"];
    assert_eq!(server.journal(), [journal.map(|it| format!("a1 {it}")), journal.map(|it| format!("b2 {it}"))].concat());
}

#[test]
fn with_transactions_off_every_statement_stands_alone() {
    let server = Server::new(TestDialect::transactional());
    let work = Work { transaction: Transaction::Off, ..up("a1", None, vec![execute("one; two")]) };
    upgrade(&server, vec![work]).unwrap();
    assert_eq!(server.journal(), ["a1 1 intent", "a1 1 done", "a1 2 intent", "a1 2 done", "a1 - done"]);
    let sent = server.state().sent.clone();
    let one = sent.iter().position(|sql| sql == "one").unwrap();
    assert_ne!(sent[one - 1], "BEGIN");
}

#[test]
fn settings_are_put_back_after_single_statements_too() {
    let server = committing();
    upgrade(&server, vec![up("a1", None, vec![create("rebuilt")])]).unwrap();
    assert!(server.state().sent.contains(&"SET keys off".to_owned()) && !server.state().keys_off);
    let work = up("b2", Some("a1"), vec![add("rebuilt", "x"), execute("violate")]);
    let error = upgrade(&server, vec![work]).unwrap_err();
    assert!(error.help().starts_with("all 2 statements stay done"), "{}", error.help());
    assert!(!server.state().keys_off);
}

#[test]
fn without_a_lock_of_the_session_the_first_entry_is_the_claim() {
    let server = Server::new(TestDialect::file());
    let off = |sql: &str| Work { transaction: Transaction::Off, ..up("a1", None, vec![execute(sql)]) };
    server.state().refused = Some("two".into());
    upgrade(&server, vec![off("one; two")]).unwrap_err();
    server.state().refused = None;
    server.state().slept = Duration::ZERO;
    upgrade(&server, vec![off("one; two")]).unwrap();
    let slept = server.state().slept;
    assert!(slept >= Duration::from_secs(5), "a run that was written to just now may be under way: {slept:?}");
    assert_eq!(server.state().data.ran, ["one", "two"]);
    assert_eq!(server.applied(), ["a1"]);
}
