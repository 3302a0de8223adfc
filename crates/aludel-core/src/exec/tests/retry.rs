//! What somebody else is in the way of.

use super::*;

fn occupied(dialect: TestDialect, sql: &str, times: u32) -> Arc<Server> {
    let server = Server::new(dialect);
    server.state().occupied = Some((sql.to_owned(), times));
    server
}

fn with_retries(server: &Arc<Server>, times: u32, works: Vec<Work>) -> Result<Report, ExecError> {
    let retry = Retry { times, within: Duration::from_secs(60) };
    let executor = Executor { retry, ..executor(server) };
    block_on(executor.run(&mut Session::open(server), None, works))
}

#[test]
fn a_transaction_is_tried_again_as_a_whole() {
    let server = occupied(TestDialect::transactional(), "second", 2);
    let report = upgrade(&server, vec![up("a1", None, vec![execute("first; second; third")])]).unwrap();
    assert_eq!(report.steps[0].statements, 3);
    assert_eq!(server.state().data.ran, ["first", "second", "third"]);
    assert_eq!(server.journal(), ["a1 - done"], "attempts leave no trace");
    assert!(server.state().slept >= Duration::from_millis(750), "{:?}", server.state().slept);
}

#[test]
fn all_revisions_of_one_transaction_are_tried_again() {
    let server = occupied(TestDialect::transactional(), "second", 2);
    let works = vec![up("a1", None, vec![execute("first")]), up("b2", Some("a1"), vec![execute("second")])];
    let executor = Executor { single_transaction: true, ..executor(&server) };
    block_on(executor.run(&mut Session::open(&server), None, works)).unwrap();
    assert_eq!(server.state().data.ran, ["first", "second"]);
    assert_eq!(server.applied(), ["a1", "b2"]);
}

#[test]
fn a_statement_that_commits_by_itself_is_tried_again_alone() {
    let server = occupied(TestDialect::committing(), "\"b\"", 2);
    upgrade(&server, vec![up("a1", None, vec![create("a"), create("b")])]).unwrap();
    assert_eq!(server.applied(), ["a1"]);
    let journal = ["a1 1 intent", "a1 1 done", "a1 2 intent", "a1 2 failed", "a1 2 intent", "a1 2 failed"];
    assert_eq!(server.journal()[..6], journal);
    assert_eq!(server.journal()[6..], ["a1 2 intent", "a1 2 done", "a1 - done"]);
}

#[test]
fn a_call_outside_of_transactions_is_not_tried_again() {
    let server = occupied(TestDialect::committing(), "CALL", 1);
    let work = Work { transaction: Transaction::Off, ..up("a1", None, vec![execute("CALL fill()")]) };
    let error = upgrade(&server, vec![work]).unwrap_err();
    let ExecErrorKind::Blocked(blocked) = error.kind() else { panic!("{error}") };
    assert_eq!((blocked.attempts, server.state().slept), (1, Duration::ZERO));
}

#[test]
fn a_function_that_ran_is_not_run_again() {
    let server = occupied(TestDialect::transactional(), "last", 1);
    let run = Recorded::Whole(Operation::Run { name: "fill".into(), offline: None });
    let mut work = up("a1", None, vec![run, execute("last")]);
    work.functions.insert("fill".into(), Box::new(|_| Box::pin(async { Ok(()) })));
    let error = upgrade(&server, vec![work]).unwrap_err();
    assert!(matches!(error.kind(), ExecErrorKind::Blocked(_)), "{error}");
    assert_eq!(server.applied(), Vec::<String>::new());
}

#[test]
fn the_end_of_patience_says_how_long_and_leaves_nothing() {
    let server = occupied(TestDialect::transactional(), "second", 9);
    let error = with_retries(&server, 2, vec![up("a1", None, vec![execute("first; second")])]).unwrap_err();
    let ExecErrorKind::Blocked(blocked) = error.kind() else { panic!("{error}") };
    assert_eq!(blocked.attempts, 3);
    let message = error.to_string();
    assert!(
        message.starts_with("cannot upgrade revision \"a1\" (migrations/a1.sql): statement 2 failed: "),
        "{message}"
    );
    assert!(message.contains("\n  tried 3 times in "), "{message}");
    assert!(error.help().contains("`LOOK`") && error.help().contains("--table-lock-timeout"), "{}", error.help());
    assert_eq!(server.state().data.ran, Vec::<String>::new());
    assert_eq!(server.journal(), ["a1 - failed"]);
}

#[test]
fn the_time_for_it_is_limited_too() {
    let server = occupied(TestDialect::transactional(), "first", 99);
    let retry = Retry { times: 99, within: Duration::from_secs(3) };
    let executor = Executor { retry, ..executor(&server) };
    let error = block_on(executor.run(&mut Session::open(&server), None, vec![up("a1", None, vec![execute("first")])]));
    assert!(matches!(error.unwrap_err().kind(), ExecErrorKind::Blocked(_)));
    assert!(server.state().slept <= Duration::from_secs(5), "{:?}", server.state().slept);
}

#[test]
fn each_retry_is_told() {
    let server = occupied(TestDialect::transactional(), "first", 2);
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let to = Arc::clone(&told);
    let observer: Observer = Arc::new(move |progress: &Progress| to.lock().unwrap().push(progress.clone()));
    let executor = Executor { observer: Some(observer), ..executor(&server) };
    block_on(executor.run(&mut Session::open(&server), None, vec![up("a1", None, vec![execute("first")])])).unwrap();
    let told = told.lock().unwrap();
    assert!(matches!(&told[0], Progress::Begun { turn } if (turn.number, turn.total) == (1, 1)), "{told:?}");
    let attempts = told.iter().filter_map(|progress| match progress {
        Progress::Retrying { attempts, .. } => Some(*attempts),
        _ => None,
    });
    assert_eq!(attempts.collect::<Vec<_>>(), [1, 2]);
    assert!(matches!(told.last(), Some(Progress::Finished { skipped: false, .. })), "{told:?}");
}
