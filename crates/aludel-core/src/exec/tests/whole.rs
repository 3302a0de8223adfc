//! Revisions as one transaction.

use super::*;
use crate::operation::TableSpec;

fn ready() -> Arc<Server> {
    let server = Server::new(TestDialect::transactional());
    block_on(executor(&server).ensure(&mut Session::open(&server))).unwrap();
    server.state().sent.clear();
    server
}

/// What was sent, statements of our own tables cut to their first words.
fn sent(server: &Server) -> Vec<String> {
    let cut = |sql: &String| sql.split('(').next().unwrap_or_default().trim().replace('"', "");
    let state = server.state();
    state.sent.iter().map(|sql| if sql.contains("aludel_") { cut(sql) } else { sql.clone() }).collect()
}

#[test]
fn the_tables_are_made_under_the_lock_the_journal_first() {
    let server = Server::new(TestDialect::transactional());
    upgrade(&server, vec![up("a1", None, vec![execute("one")])]).unwrap();
    let sent = server.state().sent.clone();
    assert_eq!(sent[2..6], ["BEGIN", "LOCK transaction", "EXISTS aludel_journal", "EXISTS aludel_revisions"]);
    assert!(sent[6].contains("aludel_journal") && sent[7].contains("aludel_revisions"), "{sent:?}");
    assert_eq!(sent[8..11], ["COMMIT", "BEGIN", "DEMAND lock"]);
}

#[test]
fn statements_ledger_and_journal_share_one_transaction() {
    let server = ready();
    let works = vec![up("a1", None, vec![execute("one; two")]), up("b2", Some("a1"), vec![execute("three")])];
    let report = upgrade(&server, works).unwrap();
    let tail = "SELECT id, revision, direction, number, hash, operations, sql, state, error, at FROM aludel_journal WHERE id >= COALESCE";
    let (row, entry) = ("INSERT INTO aludel_revisions", "INSERT INTO aludel_journal");
    let first = ["BEGIN", "DEMAND lock", entry, "one", "two", row, "COMMIT"];
    let second = ["BEGIN", "DEMAND lock", entry, "three", row, "COMMIT"];
    assert_eq!(sent(&server), [&[tail], &first[..], &second[..]].concat());
    assert_eq!(server.applied(), ["a1", "b2"]);
    assert_eq!(server.journal(), ["a1 - done", "b2 - done"]);
    assert_eq!(server.column("aludel_revisions", 1), ["[]", "[\"a1\"]"]);
    assert_eq!(server.column("aludel_revisions", 4)[0], "2026-11-20T09:06:00.000Z");
    assert_eq!(server.column("aludel_revisions", 6)[0], "ann");
    let steps: Vec<_> = report.steps.iter().map(|step| (step.revision.as_str(), step.statements)).collect();
    assert_eq!(steps, [("a1", 2), ("b2", 1)]);
}

#[test]
fn the_ledger_gives_back_what_was_written() {
    let server = ready();
    let sql = "-- aludel: downgrade transaction=off\nDROP TABLE \"it's\"";
    let work = Work { downgrade: Some(sql.into()), ..up("a1", None, vec![execute("one")]) };
    upgrade(&server, vec![work]).unwrap();
    let rows = block_on(Ledger::default().read(&mut Session::open(&server))).unwrap().unwrap().rows;
    assert_eq!((rows[0].message.as_str(), rows[0].checksum.as_str()), ("message of a1", "sum of a1"));
    assert_eq!(rows[0].downgrade, Some(StoredDowngrade::Sql(sql.into())));
    assert_eq!(verify(&Ledger::default(), &rows), Ok(()));
}

#[test]
fn what_fails_is_rolled_back_and_written_down_after_that() {
    let server = ready();
    server.state().refused = Some("two".into());
    let works = vec![up("a1", None, vec![execute("zero")]), up("b2", Some("a1"), vec![execute("one; two\nmore")])];
    let error = upgrade(&server, works).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot upgrade revision \"b2\" (migrations/b2.sql): statement 2 failed: it is refused\n    two\n    more"
    );
    assert!(error.help().contains("nothing of this revision was kept"), "{}", error.help());
    assert_eq!(error.report().steps.len(), 1);
    assert_eq!(server.state().data.ran, ["zero"]);
    assert_eq!(server.applied(), ["a1"]);
    assert_eq!(server.journal(), ["a1 - done", "b2 - failed"]);
    assert!(server.column("aludel_journal", 8)[1].contains("statement 2 failed"));

    server.state().refused = None;
    upgrade(&server, vec![up("b2", Some("a1"), vec![execute("one; two")])]).unwrap();
    assert_eq!(server.state().data.ran, ["zero", "one", "two"]);
}

#[test]
fn a_commit_that_fails_leaves_nothing() {
    let server = ready();
    server.state().refused = Some("COMMIT".into());
    let error = upgrade(&server, vec![up("a1", None, vec![execute("one")])]).unwrap_err();
    assert!(error.to_string().contains("statement 2 failed: a deferred check failed\n    commit"), "{error}");
    assert!(server.applied().is_empty() && server.state().data.ran.is_empty());
}

#[test]
fn settings_are_made_before_the_transaction_and_put_back_after_it() {
    let server = ready();
    upgrade(&server, vec![up("a1", None, vec![create("rebuilt")])]).unwrap();
    let sent = sent(&server);
    let place = |what: &str| sent.iter().position(|sql| sql == what).unwrap();
    let last = |what: &str| sent.iter().rposition(|sql| sql == what).unwrap();
    assert!(place("ROLLBACK") < place("SET keys off"), "{sent:?}");
    assert!(place("SET keys off") < last("BEGIN") && last("COMMIT") < last("SET keys on"), "{sent:?}");
    assert_eq!(sent.iter().filter(|sql| *sql == "INSPECT").count(), 1, "what was inspected before is still true");
    assert_eq!(server.applied(), ["a1"]);
}

#[test]
fn settings_are_put_back_after_a_failure_and_left_alone_where_they_hold() {
    let server = ready();
    server.state().refused = Some("APPLY".into());
    upgrade(&server, vec![up("a1", None, vec![create("rebuilt")])]).unwrap_err();
    assert!(!server.state().keys_off);

    let server = ready();
    server.state().keys_off = true;
    upgrade(&server, vec![up("a1", None, vec![create("rebuilt")])]).unwrap();
    assert!(server.state().keys_off);
    assert!(!sent(&server).contains(&"SET keys off".to_owned()));
}

#[test]
fn a_setting_without_effect_stops_the_revision() {
    let server = ready();
    server.state().refused = Some("SET keys".into());
    let error = upgrade(&server, vec![up("a1", None, vec![create("rebuilt")])]).unwrap_err();
    assert!(matches!(error.kind(), ExecErrorKind::Driver(_)), "{error}");
    assert!(server.applied().is_empty());
}

#[test]
fn a_new_violation_rolls_back_and_an_old_one_does_not_count() {
    let server = ready();
    server.state().data.violations.push("old".into());
    upgrade(&server, vec![up("a1", None, vec![create("rebuilt")])]).unwrap();
    let work = up("b2", Some("a1"), vec![add("rebuilt", "x"), execute("violate 1")]);
    let error = upgrade(&server, vec![work]).unwrap_err();
    assert_eq!(error.to_string(), "cannot upgrade revision \"b2\": rows refer to nothing: violate 1");
    assert_eq!(server.applied(), ["a1"]);
    assert_eq!(server.state().data.violations, ["old"]);
    assert!(!server.state().keys_off);
}

#[test]
fn nothing_is_inspected_for_sql_as_it_stands_and_all_is_after_it() {
    let inspections = |works: Vec<Work>| {
        let server = ready();
        upgrade(&server, works).unwrap();
        sent(&server).iter().filter(|sql| *sql == "INSPECT").count()
    };
    assert_eq!(inspections(vec![up("a1", None, vec![execute("one")])]), 0);
    let two = vec![up("a1", None, vec![create("t")]), up("b2", Some("a1"), vec![add("t", "x")])];
    assert_eq!(inspections(two), 1, "the schema is folded along");
    assert_eq!(inspections(vec![up("a1", None, vec![create("t"), execute("one"), add("t", "x")])]), 2);
}

#[test]
fn an_operation_that_follows_on_sql_is_planned_on_what_that_left() {
    let server = ready();
    let table = serde_json::to_string(&Operation::CreateTable { table: Table::new("made") }).unwrap();
    let work = up(
        "a1",
        None,
        vec![
            execute(&format!("APPLY {table}")),
            add("made", "x"),
            Recorded::DropColumn { table: "made".into(), column: "x".into() },
        ],
    );
    upgrade(&server, vec![work]).unwrap();
    assert!(server.state().data.schema.table(&"made".into()).unwrap().columns.is_empty());
}

#[test]
fn functions_run_on_the_live_connection_in_the_transaction() {
    let server = ready();
    let run = Recorded::Whole(Operation::Run { name: "fill".into(), offline: None });
    let mut work = up("a1", None, vec![execute("one"), run.clone()]);
    let fill: crate::script::language::BoxedStep = Box::new(|connection| {
        Box::pin(async move {
            connection.execute("filled").await?;
            Ok(())
        })
    });
    work.functions.insert("fill".into(), fill);
    assert_eq!(upgrade(&server, vec![work]).unwrap().steps[0].statements, 2);
    assert_eq!(server.state().data.ran, ["one", "filled"]);

    let mut work = up("b2", Some("a1"), vec![execute("two"), run.clone()]);
    work.functions.insert("fill".into(), Box::new(|_| Box::pin(async { Err("no slugs".into()) })));
    let error = upgrade(&server, vec![work]).unwrap_err();
    assert!(error.to_string().contains("statement 2 failed: no slugs\n    run fill"), "{error}");
    let error = upgrade(&server, vec![up("b2", Some("a1"), vec![run])]).unwrap_err();
    assert!(error.to_string().contains("the script brings no function \"fill\""), "{error}");
    assert_eq!(server.state().data.ran, ["one", "filled"]);
}

#[test]
fn what_has_no_meaning_or_no_plan_stops_before_anything_is_sent() {
    let server = ready();
    let drop = Recorded::DropTable { table: "gone".into() };
    let error = upgrade(&server, vec![up("a1", None, vec![drop])]).unwrap_err();
    assert_eq!(error.to_string(), "cannot upgrade revision \"a1\": there is no table \"gone\"");
    let kept = Recorded::DropTable { table: "kept".into() };
    let error = upgrade(&server, vec![up("a1", None, vec![create("kept"), kept])]).unwrap_err();
    assert_eq!(error.help(), "keep it");
    assert!(server.journal().is_empty() && server.state().data.schema.is_empty());
}

#[test]
fn a_downgrade_takes_the_row_away() {
    let server = ready();
    upgrade(&server, vec![up("a1", None, vec![execute("one")])]).unwrap();
    let down = work("a1", None, Direction::Downgrade, vec![execute("no one")]);
    let report = upgrade(&server, vec![down]).unwrap();
    assert_eq!(report.steps[0].direction, Direction::Downgrade);
    assert!(server.applied().is_empty());
    assert_eq!(server.column("aludel_journal", 2), ["upgrade", "downgrade"]);
}

#[test]
fn the_way_back_is_kept_whole_where_the_schema_is_known() {
    let server = ready();
    let down = vec![Recorded::DropTable { table: "t".into() }];
    let spec = TableSpec { columns: vec![], ..TableSpec::new("t") };
    let known = up("a1", None, vec![Recorded::CreateTable(spec)]);
    let opaque = up("b2", Some("a1"), vec![execute("one")]);
    let keep = |work: Work| Work { downgrade: Some(Downgrade::Recorded(down.clone())), ..work };
    upgrade(&server, vec![keep(known), keep(opaque)]).unwrap();
    let rows = block_on(Ledger::default().read(&mut Session::open(&server))).unwrap().unwrap().rows;
    let drop = Operation::DropTable { table: Table::new("t") };
    assert_eq!(rows[0].downgrade, Some(StoredDowngrade::Operations(vec![drop])));
    assert_eq!(rows[1].downgrade, None);
}

#[test]
fn with_nothing_to_do_there_is_no_lock() {
    let server = ready();
    upgrade(&server, vec![up("a1", None, vec![execute("one")])]).unwrap();
    server.state().sent.clear();
    assert!(upgrade(&server, vec![up("a1", None, vec![execute("one")])]).unwrap().steps.is_empty());
    assert_eq!(server.state().sent.len(), 1, "the ledger and the end of the journal");
}

fn together(server: &Arc<Server>, works: Vec<Work>) -> Result<Report, ExecError> {
    let executor = Executor { single_transaction: true, ..executor(server) };
    block_on(executor.run(&mut Session::open(server), None, works))
}

#[test]
fn all_revisions_of_a_run_may_share_one_transaction() {
    let server = ready();
    let works = || {
        vec![
            up("a1", None, vec![create("t"), execute("one")]),
            up("b2", Some("a1"), vec![create("rebuilt")]),
            up("c3", Some("b2"), vec![add("t", "x"), execute("three")]),
        ]
    };
    server.state().refused = Some("three".into());
    let error = together(&server, works()).unwrap_err();
    assert!(error.to_string().contains("revision \"c3\" (migrations/c3.sql): statement 2 failed"), "{error}");
    assert!(error.report().steps.is_empty() && server.applied().is_empty() && server.state().data.ran.is_empty());
    assert_eq!(server.journal(), ["c3 - failed"]);
    server.state().refused = None;
    server.state().sent.clear();
    assert_eq!(together(&server, works()).unwrap().steps.len(), 3);
    assert_eq!(
        sent(&server).iter().filter(|sql| *sql == "COMMIT").count(),
        2,
        "one for our tables, which are looked for"
    );
    assert_eq!(server.applied(), ["a1", "b2", "c3"]);
    assert!(!server.state().keys_off);
}

#[test]
fn what_cannot_share_one_transaction_is_refused() {
    let server = ready();
    let off = Work { transaction: Transaction::Off, ..up("b2", Some("a1"), vec![execute("two")]) };
    let outside = up("b2", Some("a1"), vec![execute("VACUUM")]);
    for second in [off, outside] {
        let error = together(&server, vec![up("a1", None, vec![execute("one")]), second]).unwrap_err();
        assert!(error.to_string().contains("cannot run all revisions in one transaction: revision \"b2\""), "{error}");
        assert!(error.help().contains("--single-transaction") && server.applied().is_empty());
    }
    let committing = Server::new(TestDialect::committing());
    let error = together(&committing, vec![up("a1", None, vec![execute("one")])]).unwrap_err();
    assert!(error.to_string().contains("each change of the schema commits by itself"), "{error}");
}

#[test]
fn a_damaged_ledger_is_reported() {
    let server = ready();
    upgrade(&server, vec![up("a1", None, vec![execute("one")])]).unwrap();
    let ledger = Ledger::default();
    let mut rows = block_on(ledger.read(&mut Session::open(&server))).unwrap().unwrap().rows;
    rows[0].parents = vec!["zz".parse().unwrap()];
    assert_eq!(
        verify(&ledger, &rows).unwrap_err().to_string(),
        "ledger \"aludel_revisions\" is damaged at revision \"a1\": its parent \"zz\" is not in it"
    );
    let damage = |place: usize| {
        let text = crate::connection::Value::Text("not a list".into());
        server.state().data.rows.get_mut("aludel_revisions").unwrap()[0][place] = text;
        block_on(ledger.read(&mut Session::open(&server)))
    };
    assert!(damage(9).unwrap().unwrap().printed().is_empty(), "what is known of views is no more than a hint");
    let error = damage(1).unwrap_err();
    assert!(error.to_string().contains("its parents cannot be read"), "{error}");
}
