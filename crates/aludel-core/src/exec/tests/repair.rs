//! A revision that is half done is shown, settled, and taken back.

use super::*;
use crate::revision::RevisionGraph;

/// A server on which a revision stopped at its third statement.
fn halfway() -> Arc<Server> {
    let server = Server::new(TestDialect::committing());
    server.state().refused = Some("two".into());
    upgrade(&server, vec![up("a1", None, steps())]).unwrap_err();
    server.state().refused = None;
    server
}

fn steps() -> Vec<Recorded> {
    vec![create("t"), add("t", "x"), execute("two"), execute("three")]
}

fn examine(server: &Arc<Server>) -> Option<Halfway> {
    block_on(executor(server).examine(&mut Session::open(server))).unwrap()
}

#[test]
fn what_is_done_and_what_is_to_come_is_shown() {
    let server = halfway();
    let halfway = examine(&server).unwrap();
    assert_eq!((halfway.revision.as_str(), halfway.direction.as_str()), ("a1", "upgrade"));
    assert_eq!(halfway.done.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((halfway.doubt, halfway.found), (None, None));
    let mut work = up("a1", None, steps());
    let to_come = block_on(executor(&server).to_come(&mut Session::open(&server), &mut work)).unwrap();
    let to_come: Vec<_> = to_come.iter().map(|one| (one.number, &*one.sql)).collect();
    assert_eq!(to_come, [(3, "two"), (4, "three")]);
    let empty = Server::new(TestDialect::transactional());
    block_on(executor(&empty).ensure(&mut Session::open(&empty))).unwrap();
    assert_eq!(examine(&empty), None);
}

#[test]
fn what_is_done_is_taken_back_the_last_first() {
    let server = halfway();
    let taken = block_on(executor(&server).take_back(&mut Session::open(&server), &RevisionGraph::default())).unwrap();
    assert_eq!(taken.revision, "a1");
    assert!(server.state().data.schema.table(&"t".into()).is_none());
    assert_eq!(examine(&server), None);
    assert!(server.applied().is_empty());
    upgrade(&server, vec![up("a1", None, steps())]).unwrap();
    assert_eq!(server.state().data.ran, ["two", "three"]);
}

#[test]
fn a_statement_that_cannot_be_taken_back_is_found_before_any_is() {
    let server = Server::new(TestDialect::committing());
    server.state().refused = Some("three".into());
    let steps = vec![execute("one"), create("t"), execute("three")];
    upgrade(&server, vec![up("a1", None, steps)]).unwrap_err();
    let error =
        block_on(executor(&server).take_back(&mut Session::open(&server), &RevisionGraph::default())).unwrap_err();
    assert!(error.to_string().contains("statement 1 cannot be taken back: "), "{error}");
    assert!(server.state().data.schema.table(&"t".into()).is_some(), "nothing was taken back");
    assert_eq!(examine(&server).unwrap().done.len(), 2);
}

/// Loses the session at every request of taking back, then takes back again.
#[test]
fn taking_back_is_gone_on_with_after_a_crash() {
    for moment in [server::Moment::Before, server::Moment::After] {
        for request in 1.. {
            let server = halfway();
            server.state().requests = 0;
            server.state().lost = Some((request, moment));
            let first = block_on(executor(&server).take_back(&mut Session::open(&server), &RevisionGraph::default()));
            if server.state().requests < request {
                first.unwrap();
                assert!(request > 8, "{request} requests");
                break;
            }
            server.state().lost = None;
            // Where it was over but for the answer, nothing is half done any more.
            if examine(&server).is_some() {
                block_on(executor(&server).take_back(&mut Session::open(&server), &RevisionGraph::default())).unwrap();
            }
            assert!(server.state().data.schema.table(&"t".into()).is_none(), "{moment:?} {request}");
            assert_eq!(examine(&server), None, "{moment:?} {request}");
        }
    }
}

#[test]
fn a_word_settles_what_is_in_doubt_and_nothing_else() {
    for (verdict, ran) in [(Verdict::Done, vec!["two"]), (Verdict::NotDone, vec!["one", "two"])] {
        let server = Server::new(TestDialect::transactional());
        let off = || Work { transaction: Transaction::Off, ..up("a1", None, vec![execute("one; two")]) };
        block_on(executor(&server).ensure(&mut Session::open(&server))).unwrap();
        let settle = || block_on(executor(&server).settle(&mut Session::open(&server), verdict));
        assert_eq!(settle().unwrap_err().to_string(), "no revision is half done in test");
        server.state().refused = Some("one".into());
        upgrade(&server, vec![off()]).unwrap_err();
        // As if the process had ended before it could write down the failure.
        server.state().data.rows.get_mut("aludel_journal").unwrap().pop();
        server.state().refused = None;
        assert!(matches!(examine(&server).unwrap().found, Some(Found::Unclear(_))));
        settle().unwrap();
        upgrade(&server, vec![off()]).unwrap();
        assert_eq!(server.state().data.ran, ran);
    }
}

#[test]
fn a_row_that_went_meanwhile_is_not_written_again() {
    for dialect in [TestDialect::transactional(), TestDialect::committing(), TestDialect::file()] {
        let server = Server::new(dialect);
        upgrade(&server, vec![up("a1", None, vec![execute("one")]), up("b2", Some("a1"), vec![execute("two")])])
            .unwrap();
        let rows = block_on(Ledger::default().read(&mut Session::open(&server))).unwrap().unwrap().rows;
        let edited: Vec<_> = rows.into_iter().map(|row| LedgerRow { checksum: "new".into(), ..row }).collect();
        let rewrite = |rows: &[LedgerRow]| block_on(executor(&server).rewrite(&mut Session::open(&server), rows));
        upgrade(&server, vec![work("b2", Some("a1"), Direction::Downgrade, vec![execute("no two")])]).unwrap();
        let error = rewrite(&edited).unwrap_err();
        assert_eq!(error.to_string(), "cannot accept the text of revision \"b2\": it is not applied any more");
        assert_eq!(
            (server.applied(), server.column("aludel_revisions", 3)),
            (vec!["a1".into()], vec!["sum of a1".into()])
        );
        rewrite(&edited[..1]).unwrap();
        assert_eq!(server.column("aludel_revisions", 3), ["new"]);
    }
}
