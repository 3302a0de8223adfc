//! What an application does before and after each revision.

use super::*;
use crate::connection::Connection;
use crate::script::language;

async fn before(turn: Turn, db: &mut dyn Connection) -> language::Result {
    db.execute(&format!("before {} {}", turn.revision, turn.number)).await?;
    Ok(())
}

async fn after(turn: Turn, db: &mut dyn Connection) -> language::Result {
    db.execute(&format!("after {} {}", turn.revision, db.x("who").unwrap_or("nobody"))).await?;
    Ok(())
}

async fn fail(_: Turn, _: &mut dyn Connection) -> language::Result {
    Err("no".into())
}

fn hooked(server: &Arc<Server>, hooks: Hooks, works: Vec<Work>) -> Result<Report, ExecError> {
    block_on(async {
        let executor = Executor { hooks, ..executor(server) };
        let mut session = Session::open(server);
        let known = executor.ledger.read(&mut session).await?;
        executor.run(&mut session, known.as_ref(), works).await
    })
}

fn all() -> [TestDialect; 3] {
    [TestDialect::transactional(), TestDialect::committing(), TestDialect::file()]
}

#[test]
fn they_are_called_around_each_revision_and_see_what_the_command_line_gives() {
    for dialect in all() {
        let server = Server::new(dialect);
        let extras = crate::script::Extras { x: [("who".into(), "ann".into())].into(), tag: None };
        let hooks = Hooks::default().before(before).after(after).given(Arc::new(extras));
        let works = vec![up("a1", None, vec![execute("first")]), up("b2", Some("a1"), vec![execute("second")])];
        hooked(&server, hooks, works).unwrap();
        let ran = ["before a1 1", "first", "after a1 ann", "before b2 2", "second", "after b2 ann"];
        assert_eq!(server.state().data.ran, ran);
        assert_eq!(server.applied(), ["a1", "b2"]);
    }
}

#[test]
fn one_that_fails_before_keeps_the_revision_from_running() {
    for dialect in all() {
        let server = Server::new(dialect);
        let hooks = Hooks::default().before(before).before(fail);
        let error = hooked(&server, hooks, vec![up("a1", None, vec![execute("first")])]).unwrap_err();
        assert_eq!(error.to_string(), "cannot upgrade revision \"a1\": the hook before it failed: no");
        assert!(server.state().data.ran.is_empty() && server.applied().is_empty(), "what others wrote is taken back");
    }
}

#[test]
fn one_that_fails_after_takes_the_transaction_with_it() {
    let server = Server::new(TestDialect::transactional());
    let error =
        hooked(&server, Hooks::default().after(fail), vec![up("a1", None, vec![execute("first")])]).unwrap_err();
    assert!(error.help().contains("nothing of this revision was kept"), "{}", error.help());
    assert!(server.state().data.ran.is_empty() && server.applied().is_empty());
    assert_eq!(server.journal(), ["a1 - failed"]);
}

#[test]
fn one_that_fails_after_leaves_what_commits_by_itself_and_is_called_again() {
    let server = Server::new(TestDialect::committing());
    let work = || vec![up("a1", None, vec![create("a")])];
    let error = hooked(&server, Hooks::default().after(fail), work()).unwrap_err();
    assert!(error.help().starts_with("all 1 statements stay done"), "{}", error.help());
    assert!(server.applied().is_empty());
    hooked(&server, Hooks::default().after(after), work()).unwrap();
    assert_eq!(server.applied(), ["a1"]);
    assert_eq!(server.state().data.ran, ["after a1 nobody"]);
}
