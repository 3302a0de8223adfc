//! Several processes that migrate one database at once.

use std::process::Stdio;

use super::binaries::binary;
use super::scene::{Answer, Scene};
use crate::harness::on_every_server;

#[test]
fn eight_processes_upgrade_at_once_and_each_revision_runs_once() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        for number in 1..=5 {
            let id = format!("r{number}");
            scene.done(&format!("aludel revision -m {id} --rev-id {id}"));
            let script = scene.script(&format!("{id}_{id}.sql"));
            let text = scene.read(&script);
            let (header, _) = text.split_once("-- aludel: upgrade").unwrap();
            let table = format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY);\nINSERT INTO t{number} VALUES (1);");
            scene.write(&script, &format!("{header}-- aludel: upgrade\n{table}\n"));
        }
        let start = |_| {
            let mut command = scene.command(&binary("aludel"), &["upgrade".to_owned(), "--json".to_owned()]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let started: Vec<_> = (0..8).map(start).collect();
        let mut ran: Vec<String> = Vec::new();
        for child in started {
            let answer = Answer::from(child.wait_with_output().unwrap());
            assert_eq!(answer.exit, 0, "{answer:?}");
            let report: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
            let steps = report["steps"].as_array().unwrap().iter().filter(|step| step["skipped"] == false);
            ran.extend(steps.map(|step| step["revision"].as_str().unwrap().to_owned()));
        }
        ran.sort();
        assert_eq!(ran, ["r1", "r2", "r3", "r4", "r5"]);
        assert_eq!(scene.done("aludel current"), "r5 (head)\n");
    });
}
