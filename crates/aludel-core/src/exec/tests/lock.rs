//! One runner at a time.

use super::*;
use crate::connection::Value;

fn works() -> Vec<Work> {
    vec![up("a1", None, vec![execute("one")])]
}

#[test]
fn a_lock_that_somebody_has_is_tried_again_from_fresh_transactions() {
    let server = Server::new(TestDialect::transactional());
    server.state().busy = 3;
    upgrade(&server, works()).unwrap();
    let sent = server.state().sent.clone();
    assert_eq!(sent[2..11], ["BEGIN", "LOCK transaction", "ROLLBACK"].repeat(3), "never waited for inside of one");
    assert_eq!(server.applied(), ["a1"]);
    let slept = server.state().slept;
    assert!(slept > Duration::from_millis(60) && slept < Duration::from_millis(80), "the pauses grow: {slept:?}");
}

#[test]
fn a_database_that_is_locked_by_opening_a_transaction_is_tried_again_too() {
    let server = Server::new(TestDialect::file());
    server.state().busy = 2;
    upgrade(&server, works()).unwrap();
    assert_eq!(server.state().sent[2..5], ["BEGIN"; 3]);
}

#[test]
fn the_lock_of_a_session_is_given_back_also_after_an_error() {
    let server = Server::new(TestDialect::committing());
    server.state().busy = 2;
    server.state().refused = Some("one".into());
    upgrade(&server, works()).unwrap_err();
    let sent = server.state().sent.clone();
    assert_eq!(sent[2..5], ["LOCK session"; 3]);
    assert_eq!(sent.last().unwrap(), "UNLOCK session");
}

#[test]
fn when_the_time_is_up_the_holder_is_named() {
    for dialect in [TestDialect::transactional(), TestDialect::committing()] {
        let server = Server::new(dialect);
        server.state().busy = u32::MAX;
        let error = upgrade(&server, works()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "ledger \"aludel_revisions\" is locked by process 7 and was not freed within 5 s"
        );
        assert!(matches!(error.kind(), ExecErrorKind::Locked { .. }));
        assert_eq!(server.state().slept, Duration::from_secs(5));
    }
}

#[test]
fn what_another_process_ran_meanwhile_is_skipped() {
    for dialect in [TestDialect::transactional(), TestDialect::committing(), TestDialect::file()] {
        let server = Server::new(dialect);
        upgrade(&server, vec![up("z0", None, vec![execute("zero")])]).unwrap();
        let mut other = server.state().data.clone();
        for (table, id) in [("aludel_revisions", Value::Text("a1".into())), ("aludel_journal", Value::Integer(9))] {
            let rows = other.rows.get_mut(table).unwrap();
            let mut row = rows.last().unwrap().clone();
            row[0] = id;
            rows.push(row);
        }
        // Where there is a text that demands the lock, that is the first attempt.
        server.state().busy = 2;
        server.state().meanwhile = Some(Box::new(move |data| *data = other));
        let works = vec![up("a1", None, vec![execute("one")]), up("b2", Some("a1"), vec![execute("two")])];
        let report = upgrade(&server, works).unwrap();
        assert_eq!(report.steps.iter().map(|step| step.skipped).collect::<Vec<_>>(), [true, false]);
        assert_eq!(server.state().data.ran, ["zero", "two"]);
    }
}

#[test]
fn a_text_that_does_not_get_the_lock_is_not_sent_again_and_again() {
    let server = Server::new(TestDialect::transactional());
    upgrade(&server, works()).unwrap();
    server.state().sent.clear();
    server.state().busy = 3;
    let works = vec![up("b2", Some("a1"), vec![execute("two")]), up("c3", Some("b2"), vec![execute("three")])];
    upgrade(&server, works).unwrap();
    let sent = server.state().sent.clone();
    assert_eq!(sent.iter().filter(|sql| *sql == "DEMAND lock").count(), 1, "the log of the server is not filled");
    assert_eq!(server.applied(), ["a1", "b2", "c3"]);
}

#[test]
fn a_text_is_given_up_where_somebody_wrote_meanwhile() {
    let server = Server::new(TestDialect::transactional());
    upgrade(&server, works()).unwrap();
    let mut session = Session::open(&server);
    let known = block_on(Ledger::default().read(&mut session)).unwrap();
    let two = || up("b2", Some("a1"), vec![execute("two")]);
    upgrade(&server, vec![two()]).unwrap();
    let report = block_on(executor(&server).run(&mut session, known.as_ref(), vec![two()])).unwrap();
    assert!(report.steps[0].skipped);
    assert_eq!(server.state().data.ran, ["one", "two"]);
}

fn outside() -> Vec<Work> {
    vec![Work { transaction: Transaction::Off, ..up("a1", None, vec![execute("one")]) }]
}

#[test]
fn a_lock_of_the_session_that_keeps_nobody_out_is_refused() {
    for dialect in [TestDialect::transactional(), TestDialect::committing()] {
        let server = Server::new(dialect);
        server.state().pooled = true;
        let error = upgrade(&server, outside()).unwrap_err();
        assert!(error.to_string().contains("a second session could take it too, as behind a pooler"), "{error}");
        assert!(error.help().contains("session mode"), "{}", error.help());
        assert!(server.state().data.ran.is_empty() && !server.state().locked);

        server.state().pooled = false;
        server.state().full = true;
        let error = upgrade(&server, outside()).unwrap_err();
        assert!(error.to_string().contains("no second session could be opened"), "{error}");
        server.state().full = false;
        upgrade(&server, outside()).unwrap();
    }
    let server = Server::new(TestDialect::transactional());
    server.state().pooled = true;
    upgrade(&server, works()).unwrap();
}

#[test]
fn a_server_among_several_that_take_writes_is_refused_unless_somebody_vouches_for_it() {
    let server = Server::new(TestDialect::committing());
    server.state().cluster = true;
    let error = upgrade(&server, works()).unwrap_err();
    assert!(error.to_string().contains("Galera cluster"), "{error}");
    assert!(error.help().contains("`--single-writer`"), "{}", error.help());
    assert!(server.state().data.ran.is_empty());
    let trusting = Executor { single_writer: true, ..executor(&server) };
    block_on(trusting.run(&mut Session::open(&server), None, works())).unwrap();
    assert_eq!(server.applied(), ["a1"]);
}

#[test]
fn a_ledger_that_moved_under_the_run_is_noticed() {
    let server = Server::new(TestDialect::transactional());
    let works = || vec![up("a1", None, vec![execute("one")]), up("b2", Some("a1"), vec![execute("two")])];
    upgrade(&server, works()).unwrap();

    let down = work("a1", None, Direction::Downgrade, vec![execute("no one")]);
    let error = upgrade(&server, vec![down]).unwrap_err();
    assert_eq!(error.to_string(), "cannot downgrade revision \"a1\": \"b2\", which follows it, is applied");

    let error = upgrade(&server, vec![up("d4", Some("c3"), vec![execute("four")])]).unwrap_err();
    assert_eq!(error.to_string(), "cannot upgrade revision \"d4\": its parent \"c3\" is not applied any more");
    assert_eq!(server.state().data.ran, ["one", "two"]);
}

/// A server without a lock for sessions, on which a run stands after its first statement, with nothing to say that it ended.
fn under_way() -> Arc<Server> {
    let server = Server::new(TestDialect::file());
    server.state().refused = Some("two".into());
    let work = Work { transaction: Transaction::Off, ..up("a1", None, vec![execute("one; two")]) };
    upgrade(&server, vec![work]).unwrap_err();
    server.state().data.rows.get_mut("aludel_journal").unwrap().pop();
    server
}

#[test]
fn a_run_that_may_be_under_way_is_waited_for_and_never_taken_over() {
    let wait = |server: &Arc<Server>| block_on(executor(server).wait_for_others(&mut Session::open(server)));
    let server = under_way();
    wait(&server).unwrap();
    assert_eq!(server.state().slept, Duration::from_secs(5), "as long as nothing may be written of a run");

    let server = under_way();
    server.state().meanwhile = Some(Box::new(|data| data.rows.get_mut("aludel_journal").unwrap().clear()));
    wait(&server).unwrap();
    assert!(server.state().slept < Duration::from_secs(1), "it was finished");

    let server = under_way();
    let at = crate::connection::Value::Text("2999-01-01T00:00:00.000Z".into());
    server.state().data.rows.get_mut("aludel_journal").unwrap().last_mut().unwrap()[9] = at;
    let error = wait(&server).unwrap_err();
    assert!(matches!(error.kind(), ExecErrorKind::Locked { .. }), "it goes on: {error}");
    let again = Work { transaction: Transaction::Off, ..up("a1", None, vec![execute("one; two")]) };
    let error = upgrade(&server, vec![again]).unwrap_err();
    assert!(matches!(error.kind(), ExecErrorKind::Locked { .. }), "nor does a run take it over: {error}");
}
