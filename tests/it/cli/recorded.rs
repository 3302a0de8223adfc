//! Recorded cases about revision graphs, through the built program: what is really run, in which order, and where the
//! database stands afterwards.
//!
//! Each revision is a file whose upgrade and downgrade write its id into a table. A few cases of our own are always run;
//! where `ALUDEL_REVISION_CASES` names a recording, a sample of that is run too.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::sync::Mutex;

use flate2::read::GzDecoder;
use serde_json::Value;
use sqlx::{Connection as _, SqliteConnection};

use super::binaries::binary;
use super::scene::{Answer, Scene};

/// How many cases of a recording are run.
const SAMPLE: usize = 300;
/// They wait for processes and disks, so there may be more than processors.
const THREADS: usize = 4;

/// One case, and its graph.
struct Case<'a> {
    graph: &'a [Revision],
    name: String,
    command: String,
    target: String,
    /// Where the database stands before.
    rows: Vec<String>,
    /// What is run and where the database stands then; `None` is that it is refused.
    answer: Option<(Vec<String>, BTreeSet<String>)>,
}

/// A revision of a graph.
struct Revision {
    id: String,
    down: Vec<String>,
    deps: Vec<String>,
    labels: Vec<String>,
}

#[test]
fn our_own_cases_run_as_they_should() {
    let graphs = graphs(include_str!("recorded/cases.jsonl").as_bytes());
    let cases: Vec<Case<'_>> =
        graphs.iter().flat_map(|(graph, cases)| cases.iter().map(|case| read(graph, case))).collect();
    assert!(cases.len() > 20);
    run_all(&cases);
}

#[test]
fn a_sample_of_recorded_cases_runs_as_it_did() {
    let Some(path) = std::env::var_os("ALUDEL_REVISION_CASES") else {
        println!("ALUDEL_REVISION_CASES names no recording: nothing was compared");
        return;
    };
    let graphs = graphs(GzDecoder::new(std::fs::File::open(path).unwrap()));
    let all: Vec<(&[Revision], &Value)> = graphs
        .iter()
        .flat_map(|(graph, cases)| cases.iter().map(|case| (graph.as_slice(), case)))
        .filter(|(graph, case)| can_be_compared(graph, case))
        .collect();
    assert!(all.len() > SAMPLE, "the recording is empty");
    let cases: Vec<Case<'_>> =
        (0..SAMPLE).map(|number| all[number * all.len() / SAMPLE]).map(|(graph, case)| read(graph, case)).collect();
    run_all(&cases);
}

/// Graphs with their cases, one to a line.
fn graphs(text: impl Read) -> Vec<(Vec<Revision>, Vec<Value>)> {
    let graph = |line: String| {
        let mut line: Value = serde_json::from_str(&line).unwrap();
        let revisions = line["graph"].as_array().unwrap().iter().map(|node| Revision {
            id: node["id"].as_str().unwrap().to_owned(),
            down: texts(&node["down"]),
            deps: texts(&node["deps"]),
            labels: texts(&node["labels"]),
        });
        (revisions.collect(), line["cases"].take().as_array().unwrap().clone())
    };
    BufReader::new(text).lines().map(|line| graph(line.unwrap())).collect()
}

fn texts(value: &Value) -> Vec<String> {
    value
        .as_array()
        .map(|texts| texts.iter().map(|text| text.as_str().unwrap().to_owned()).collect())
        .unwrap_or_default()
}

/// True for what runs or stamps, and is an answer: neither a crash nor a false refusal. Steps from several current
/// revisions start from the first row that a database returns, which is chance.
fn can_be_compared(graph: &[Revision], case: &Value) -> bool {
    let (rows, target) = (texts(&case["rows"]), case["target"].as_str().unwrap_or_default());
    let error = case["error"].as_str().unwrap_or("CommandError");
    ["upgrade", "downgrade", "stamp"].contains(&case["op"].as_str().unwrap())
        && error.starts_with("CommandError")
        && !error.contains("overlaps with other requested")
        && maximal(graph, &rows).len() == rows.len()
        && (rows.len() < 2 || !target.starts_with(['+', '-']))
}

fn read<'a>(graph: &'a [Revision], case: &Value) -> Case<'a> {
    let stamps = case["op"] == "stamp";
    // What a stamp's plan holds are no steps: it runs nothing.
    let plan = || if stamps { Vec::new() } else { texts(&case["plan"]) };
    let answer = case["error"].is_null().then(|| (plan(), maximal(graph, &texts(&case["end"]))));
    Case {
        graph,
        name: case.to_string(),
        command: case["op"].as_str().unwrap().to_owned(),
        target: case["target"].as_str().unwrap().to_owned(),
        rows: texts(&case["rows"]),
        answer,
    }
}

/// Runs cases, several at once, and says what is wrong with all of them.
fn run_all(cases: &[Case<'_>]) {
    let (next, wrong) = (Mutex::new(cases.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let Some(case) = next.lock().unwrap().next() else { break };
                    if let Err(why) = run(case) {
                        wrong.lock().unwrap().push(format!("{}\n    {why}", case.name));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    println!("{} cases were run, {} wrong", cases.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn run(case: &Case<'_>) -> Result<(), String> {
    let scene = Scene::new();
    for revision in case.graph {
        scene.write(&format!("migrations/versions/{}_x.sql", revision.id), &script(revision));
    }
    let url = format!("sqlite://{}?mode=rwc", scene.path("app.db").display());
    query(&url, "CREATE TABLE ran (place INTEGER PRIMARY KEY, what TEXT)");
    let type_in = |command: &str, targets: &[String]| -> Answer {
        let words = [command, "--url", &url].map(str::to_owned).into_iter().chain(targets.iter().cloned());
        scene.command(&binary("aludel"), &words.collect::<Vec<_>>()).output().unwrap().into()
    };
    if !case.rows.is_empty() {
        let stamped = type_in("stamp", &case.rows);
        if stamped.exit != 0 {
            return Err(format!("cannot be brought there: {}", stamped.err));
        }
    }
    let targets: Vec<String> = match case.command.as_str() {
        "stamp" => case.target.split_whitespace().map(str::to_owned).collect(),
        _ => vec![case.target.clone()],
    };
    let answer = type_in(&case.command, &targets);
    let ran = query(&url, "SELECT what FROM ran ORDER BY place");
    let ledger = query(&url, "SELECT name FROM sqlite_master WHERE name = 'aludel_revisions'");
    let rows = if ledger.is_empty() { Vec::new() } else { query(&url, "SELECT revision FROM aludel_revisions") };
    let applied = maximal(case.graph, &rows);
    match &case.answer {
        None if answer.exit == 0 => Err(format!("it is not refused, but ran {ran:?}")),
        None if !ran.is_empty() => Err(format!("it is refused after it ran {ran:?}")),
        None if applied != case.rows.iter().cloned().collect() => {
            Err(format!("it is refused, and stands at {applied:?}"))
        }
        None => Ok(()),
        Some(_) if answer.exit != 0 => Err(format!("it is refused: {}", answer.err)),
        Some((plan, end)) => compare(case, plan, end, &ran, &applied),
    }
}

fn compare(
    case: &Case<'_>,
    plan: &[String],
    end: &BTreeSet<String>,
    ran: &[String],
    applied: &BTreeSet<String>,
) -> Result<(), String> {
    let sign = if case.command == "upgrade" { '+' } else { '-' };
    let ids: Vec<String> = ran.iter().map(|what| what.trim_start_matches(sign).to_owned()).collect();
    let expected: BTreeSet<&String> = plan.iter().collect();
    if ids.iter().collect::<BTreeSet<_>>() != expected || ids.len() != expected.len() {
        return Err(format!("it ran {ran:?}"));
    }
    if applied != end {
        return Err(format!("it stands at {applied:?}"));
    }
    let place = |id: &String| ids.iter().position(|other| other == id);
    for (at, id) in ids.iter().enumerate() {
        let early = needs(case.graph, id).iter().filter_map(place).any(|needed| (needed > at) == (sign == '+'));
        if early {
            return Err(format!("{id} does not stand where it should: {ran:?}"));
        }
    }
    Ok(())
}

/// What a revision needs, labels resolved.
fn needs(graph: &[Revision], id: &str) -> Vec<String> {
    let Some(revision) = graph.iter().find(|revision| revision.id == id) else { return Vec::new() };
    let carrier = |name: &String| {
        let carrier = graph.iter().find(|other| other.id == *name || other.labels.contains(name));
        carrier.map(|carrier| carrier.id.clone())
    };
    revision.down.iter().cloned().chain(revision.deps.iter().filter_map(carrier)).collect()
}

/// Those that no other one of them needs, however far up.
fn maximal(graph: &[Revision], ids: &[String]) -> BTreeSet<String> {
    let mut below: BTreeMap<String, ()> = BTreeMap::new();
    let mut open: Vec<String> = ids.iter().flat_map(|id| needs(graph, id)).collect();
    while let Some(id) = open.pop() {
        if below.insert(id.clone(), ()).is_none() {
            open.extend(needs(graph, &id));
        }
    }
    ids.iter().filter(|id| !below.contains_key(*id)).cloned().collect()
}

fn script(revision: &Revision) -> String {
    let or_base = if revision.down.is_empty() { "base".to_owned() } else { revision.down.join(", ") };
    let line = |key: &str, words: &[String]| {
        if words.is_empty() { String::new() } else { format!("-- {key}: {}\n", words.join(", ")) }
    };
    let (id, deps, labels) =
        (&revision.id, line("depends_on", &revision.deps), line("branch_labels", &revision.labels));
    format!(
        "-- x\n--\n-- revision: {id}\n-- revises: {or_base}\n{deps}{labels}\n-- aludel: upgrade\n\nINSERT INTO ran (what) \
         VALUES ('+{id}');\n\n-- aludel: downgrade\n\nINSERT INTO ran (what) VALUES ('-{id}');\n"
    )
}

/// What a statement returns, of one column.
fn query(url: &str, sql: &'static str) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        let rows: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        rows.into_iter().map(|(text,)| text).collect()
    })
}
