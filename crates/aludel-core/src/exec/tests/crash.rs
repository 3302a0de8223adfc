//! The session is lost at every request, before and after it takes effect; then the command is run again.

use super::server::Moment;
use super::*;

/// What two revisions leave behind when all goes well.
fn works(direction: Direction) -> Vec<Work> {
    let (first, second) = match direction {
        Direction::Upgrade => (vec![create("t"), execute("one; two")], vec![add("t", "x"), execute("three")]),
        Direction::Downgrade => {
            let drop = Recorded::DropColumn { table: "t".into(), column: "x".into() };
            (vec![execute("no one"), Recorded::DropTable { table: "t".into() }], vec![execute("no three"), drop])
        }
    };
    let mut works = vec![work("a1", None, direction, first), work("b2", Some("a1"), direction, second)];
    if direction == Direction::Downgrade {
        works.reverse();
    }
    works
}

/// Loses the session at every request in turn. Each time the next run either ends as if nothing had happened, or
/// refuses with a statement in doubt. Returns how often which.
fn lose_everywhere(dialect: &TestDialect, direction: Direction, moment: Moment) -> (usize, usize) {
    let (mut finished, mut doubtful) = (0, 0);
    for request in 1.. {
        let server = Server::new(dialect.clone());
        if direction == Direction::Downgrade {
            upgrade(&server, works(Direction::Upgrade)).unwrap();
        }
        let start = server.state().data.ran.len();
        server.state().requests = 0;
        server.state().lost = Some((request, moment));
        let first = upgrade(&server, works(direction));
        if server.state().requests < request {
            first.unwrap();
            return (finished, doubtful);
        }
        server.state().lost = None;
        match upgrade(&server, works(direction)) {
            Ok(_) => finished += 1,
            Err(error) => {
                assert!(matches!(error.kind(), ExecErrorKind::HalfDone(_)), "request {request}: {error}");
                doubtful += 1;
                continue;
            }
        }
        let state = server.state();
        let (ran, tables) = match direction {
            Direction::Upgrade => (vec!["one", "two", "three"], 1),
            Direction::Downgrade => (vec!["no three", "no one"], 0),
        };
        assert_eq!(state.data.ran[start..], ran, "{direction}, request {request}: each once, in order");
        assert_eq!(state.data.schema.tables.iter().count(), tables, "{direction}, request {request}");
        drop(state);
        let applied: &[&str] = if direction == Direction::Upgrade { &["a1", "b2"] } else { &[] };
        assert_eq!(server.applied(), applied, "{direction}, request {request}");
    }
    (finished, doubtful)
}

#[test]
fn where_all_is_transactional_the_next_run_always_finishes() {
    for dialect in [TestDialect::transactional(), TestDialect::file()] {
        for direction in [Direction::Upgrade, Direction::Downgrade] {
            for moment in [Moment::Before, Moment::After] {
                let (finished, doubtful) = lose_everywhere(&dialect, direction, moment);
                assert!(finished > 15, "{finished} requests");
                assert_eq!(doubtful, 0);
            }
        }
    }
}

#[test]
fn where_statements_commit_by_themselves_what_they_leave_is_looked_up() {
    for direction in [Direction::Upgrade, Direction::Downgrade] {
        for moment in [Moment::Before, Moment::After] {
            let (finished, doubtful) = lose_everywhere(&TestDialect::committing(), direction, moment);
            assert!(finished > 15, "{direction}, {finished} requests");
            assert_eq!(doubtful, 0, "{direction}, {moment:?}");
        }
    }
}

#[test]
fn a_statement_that_is_refused_is_gone_on_with_wherever_it_stands() {
    for refused in ["\"t\"", "one", "two", "\"x\"", "three"] {
        let server = Server::new(TestDialect::committing());
        block_on(executor(&server).ensure(&mut Session::open(&server))).unwrap();
        server.state().refused = Some(refused.into());
        let refusal = upgrade(&server, works(Direction::Upgrade)).unwrap_err();
        assert!(matches!(refusal.kind(), ExecErrorKind::Statement(_)), "{refused}: {refusal}");
        server.state().refused = None;
        upgrade(&server, works(Direction::Upgrade)).unwrap();
        assert_eq!(server.state().data.ran, ["one", "two", "three"], "{refused}");
    }
}
