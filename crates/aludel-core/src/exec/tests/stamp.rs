//! Stamping.

use super::*;

fn rows(ids: &[&str]) -> Vec<LedgerRow> {
    ids.iter().map(|id| LedgerRow::new(id.parse().unwrap(), "stamped")).collect()
}

fn stamp(server: &Arc<Server>, ids: &[&str]) -> StampReport {
    let mut session = Session::open(server);
    block_on(async {
        let executor = executor(server);
        let known = executor.ledger.read(&mut session).await.unwrap();
        executor.stamp(&mut session, known.as_ref().map(|known| known.rows.as_slice()), rows(ids)).await.unwrap()
    })
}

#[test]
fn stamping_makes_the_ledger_say_just_this_and_runs_nothing() {
    for dialect in [TestDialect::transactional(), TestDialect::committing(), TestDialect::file()] {
        let server = Server::new(dialect);
        let report = stamp(&server, &["a1", "b2"]);
        assert_eq!(report.added.len(), 2);
        assert_eq!(server.applied(), ["a1", "b2"]);
        let applied_at = server.column("aludel_revisions", 4)[0].clone();
        server.state().slept = Duration::from_secs(7);
        let report = stamp(&server, &["a1"]);
        assert_eq!((report.added, report.removed), (Vec::new(), vec!["b2".to_owned()]));
        assert_eq!(server.column("aludel_revisions", 4), [applied_at], "what was there stays as it is");
        stamp(&server, &[]);
        assert!(server.applied().is_empty() && server.state().data.ran.is_empty());
        assert_eq!(server.journal(), ["b2 - done", "a1 - done", "base - done"]);
        assert_eq!(server.column("aludel_journal", 2), ["stamp"; 3]);
    }
}

#[test]
fn stamping_mends_a_damaged_ledger() {
    let server = Server::new(TestDialect::transactional());
    stamp(&server, &["a1"]);
    server.state().data.rows.get_mut("aludel_revisions").unwrap()[0][0] =
        crate::connection::Value::Text("not an id!".into());
    let mut session = Session::open(&server);
    let report = block_on(executor(&server).stamp(&mut session, Some(&[]), rows(&["a1"]))).unwrap();
    assert_eq!(report.removed, ["not an id!"]);
    assert_eq!(server.applied(), ["a1"]);
}

#[test]
fn many_rows_go_in_several_statements() {
    let server = Server::new(TestDialect::transactional());
    let ids: Vec<String> = (0..1_200).map(|number| format!("r{number:04}")).collect();
    stamp(&server, &ids.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(server.applied().len(), 1_200);
    let inserts = server.state().sent.iter().filter(|sql| sql.starts_with("INSERT INTO \"aludel_rev")).count();
    assert_eq!(inserts, 3);
}
