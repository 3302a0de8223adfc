//! Runs that are asked to stop.

use super::*;

/// A function that asks for the stop while it runs.
fn asking(stop: &Stop) -> crate::script::language::BoxedStep {
    let stop = stop.clone();
    Box::new(move |_| {
        Box::pin(async move {
            stop.ask();
            Ok(())
        })
    })
}

fn run_until(server: &Arc<Server>, recorded: Vec<Recorded>) -> ExecError {
    let stop = Stop::new();
    let mut first = up("a1", None, recorded);
    first.functions.insert("ask".into(), asking(&stop));
    let executor = Executor { stop, ..executor(server) };
    let works = vec![first, up("b2", Some("a1"), vec![create("later")])];
    block_on(executor.run(&mut Session::open(server), None, works)).unwrap_err()
}

fn ask() -> Recorded {
    Recorded::Whole(Operation::Run { name: "ask".into(), offline: None })
}

#[test]
fn a_transaction_at_hand_is_rolled_back() {
    let server = Server::new(TestDialect::transactional());
    let error = run_until(&server, vec![execute("first"), ask(), execute("second")]);
    assert_eq!(error.to_string(), "stopped as asked before the upgrade of revision \"a1\"");
    assert!(server.state().data.ran.is_empty() && server.applied().is_empty());
    assert_eq!(server.journal(), Vec::<String>::new(), "it is no failure");
}

#[test]
fn what_is_finished_stays_and_the_next_is_named() {
    let server = Server::new(TestDialect::transactional());
    let error = run_until(&server, vec![execute("first"), ask()]);
    assert_eq!(error.to_string(), "stopped as asked before the upgrade of revision \"b2\"");
    assert_eq!((server.applied(), error.report().steps.len()), (vec!["a1".to_owned()], 1));
}

#[test]
fn what_commits_by_itself_stays_and_is_gone_on_with() {
    for dialect in [TestDialect::committing(), TestDialect::file()] {
        let outside = dialect.session_lock;
        let server = Server::new(dialect);
        let recorded = if outside {
            vec![create("a"), ask(), create("b")]
        } else {
            vec![execute("VACUUM 1"), ask(), execute("VACUUM 2")]
        };
        let error = run_until(&server, recorded.clone());
        let expected = "stopped as asked within the upgrade of revision \"a1\": 2 of its statements stay done";
        assert_eq!(error.to_string(), expected);
        assert!(error.help().contains("statement 3"), "{}", error.help());
        let mut again = up("a1", None, recorded);
        again.functions.insert("ask".into(), asking(&Stop::new()));
        let before = server.state().slept;
        upgrade(&server, vec![again]).unwrap();
        assert_eq!(server.state().slept, before, "nobody is waited for");
        assert_eq!(server.applied(), ["a1"]);
    }
}

#[test]
fn a_wait_for_the_lock_between_two_statements_says_what_stays_done() {
    let server = Server::new(TestDialect::file());
    let stop = Stop::new();
    let (busy, asked) = (server.clone(), stop.clone());
    let lock: crate::script::language::BoxedStep = Box::new(move |_| {
        Box::pin(async move {
            busy.state().busy = 99;
            busy.state().meanwhile = Some(Box::new(move |_| asked.ask()));
            Ok(())
        })
    });
    let recorded = vec![execute("VACUUM 1"), ask(), create("t")];
    let mut work = Work { transaction: Transaction::Off, ..up("a1", None, recorded.clone()) };
    work.functions.insert("ask".into(), lock);
    let executor = Executor { stop, ..executor(&server) };
    let error = block_on(executor.run(&mut Session::open(&server), None, vec![work])).unwrap_err();
    let expected = "stopped as asked within the upgrade of revision \"a1\": 2 of its statements stay done";
    assert_eq!(error.to_string(), expected);
    let slept = server.state().slept;
    server.state().busy = 0;
    let again = Work { transaction: Transaction::Off, ..up("a1", None, recorded) };
    upgrade(&server, vec![again]).unwrap();
    assert_eq!(server.state().slept, slept, "nobody is waited for");
}

#[test]
fn nothing_is_begun_once_it_was_asked() {
    for dialect in [TestDialect::transactional(), TestDialect::committing()] {
        let server = Server::new(dialect);
        let stop = Stop::new();
        stop.ask();
        let executor = Executor { stop, ..executor(&server) };
        let works = vec![up("a1", None, vec![create("a")])];
        let error = block_on(executor.run(&mut Session::open(&server), None, works)).unwrap_err();
        assert!(matches!(error.kind(), ExecErrorKind::Stopped { kept: 0, .. }), "{error}");
        assert!(server.applied().is_empty());
    }
}

#[test]
fn a_wait_for_another_process_ends_at_once() {
    for dialect in [TestDialect::transactional(), TestDialect::committing(), TestDialect::file()] {
        let server = Server::new(dialect);
        server.state().busy = 99;
        let stop = Stop::new();
        let asked = stop.clone();
        server.state().meanwhile = Some(Box::new(move |_| asked.ask()));
        let executor = Executor { stop, ..executor(&server) };
        let works = vec![up("a1", None, vec![create("a")])];
        let error = block_on(executor.run(&mut Session::open(&server), None, works)).unwrap_err();
        assert!(matches!(error.kind(), ExecErrorKind::Stopped { .. }), "{error}");
        assert!(server.state().slept < Duration::from_millis(50), "{:?}", server.state().slept);
    }
}

#[test]
fn taking_back_stops_between_two_statements_and_is_gone_on_with() {
    let server = Server::new(TestDialect::file());
    server.state().refused = Some("three".into());
    let recorded = vec![create("t"), add("t", "x"), execute("three")];
    upgrade(&server, vec![Work { transaction: Transaction::Off, ..up("a1", None, recorded) }]).unwrap_err();
    server.state().refused = None;
    let back = |stop: &Stop| {
        let executor = Executor { stop: stop.clone(), ..executor(&server) };
        block_on(executor.take_back(&mut Session::open(&server), &crate::revision::RevisionGraph::default()))
    };
    let has_column = || server.state().data.schema.table(&"t".into()).unwrap().columns.contains("x");

    let stop = Stop::new();
    server.state().asked_at = Some(("drop_column".into(), stop.clone()));
    let error = back(&stop).unwrap_err();
    assert!(matches!(error.kind(), ExecErrorKind::Stopped { .. }), "{error}");
    assert!(!has_column(), "what was begun is taken back, and no more");
    let slept = server.state().slept;
    back(&Stop::new()).unwrap();
    assert_eq!(server.state().slept, slept, "nobody is waited for");
    assert!(server.state().data.schema.table(&"t".into()).is_none());
}
