//! `--json`: one document on standard output, whatever happens.

use serde_json::{Value, json};
use snapbox::str;

use super::scene::Scene;
use super::schemas;

fn fresh() -> Scene {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.write("schema.json", &schemas::json([schemas::roles()]));
    scene
}

#[test]
fn every_command_prints_one_document() {
    let scene = fresh();
    for line in [
        "init",
        "list-templates",
        "revision -m one --rev-id a1",
        "upgrade --dry-run",
        "upgrade",
        "migrate --models schema.json -m two --rev-id b2",
        "upgrade",
        "migrate --models schema.json -m nothing",
        "check --models schema.json",
        "current",
        "heads",
        "heads --write",
        "history",
        "history -v -i",
        "branches",
        "show",
        "show a1",
        "diff --models schema.json",
        "inspect",
        "inspect --sql",
        "downgrade --dry-run",
        "downgrade",
        "stamp b2",
        "ensure-version",
        "repair",
        "upgrade",
    ] {
        scene.json(&format!("aludel {line} --json"));
    }
}

#[test]
fn revisions_are_told_field_by_field() {
    let scene = fresh();
    scene.done("aludel init");
    scene.done("aludel revision -m one --rev-id a1 --branch-label billing");
    scene.done("aludel revision -m two --rev-id b2 --depends-on a1");
    scene.plays(str![[r#"
$ aludel history --json
[
  {
    "revision": "b2",
    "message": "two",
    "revises": [
      "a1"
    ],
    "depends_on": [
      "a1"
    ],
    "branch_labels": [
      "billing"
    ],
    "followed_by": [],
    "is_head": true,
    "is_effective_head": false,
    "is_branch_point": false,
    "is_merge_point": false,
    "path": "migrations/versions/[WHEN]-b2_two.sql",
    "created": "[WHEN]"
  },
  {
    "revision": "a1",
    "message": "one",
    "revises": [],
    "depends_on": [],
    "branch_labels": [
      "billing"
    ],
    "followed_by": [
      "b2"
    ],
    "is_head": false,
    "is_effective_head": false,
    "is_branch_point": false,
    "is_merge_point": false,
    "path": "migrations/versions/[WHEN]-a1_one.sql",
    "created": "[WHEN]"
  }
]

"#]]);
    let is_current = |line| scene.json(line)[0]["is_current"].clone();
    assert_eq!(is_current("aludel history -i --json"), false);
    assert_eq!(scene.json("aludel current --json"), json!([]));
}

#[test]
fn differences_are_told_with_the_statements_for_them() {
    let scene = fresh();
    scene.done("aludel init");
    let answer = scene.run("aludel check --models schema.json --json");
    let document: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(answer.exit, 3);
    assert_eq!(document["operations"].as_array().unwrap().len(), 1);
    assert!(document["upgrade"][0].as_str().unwrap().starts_with("CREATE TABLE"), "{document}");
    assert!(document["downgrade"][0].as_str().unwrap().starts_with("DROP TABLE"), "{document}");
    let diff = scene.run("aludel diff --to schema.json --json");
    let diff: Value = serde_json::from_str(&diff.out).unwrap();
    for part in ["operations", "upgrade", "downgrade"] {
        assert_eq!(diff[part], document[part]);
    }
}

#[test]
fn errors_are_documents_too() {
    let scene = fresh();
    for (line, exit, kind) in [
        ("history", 1, "folder"),
        ("upgrade", 1, "folder"),
        ("show zz -d elsewhere", 1, "folder"),
        ("history --config nowhere.toml", 2, "usage"),
        ("inspect --url oracle://x", 1, "connection"),
        ("inspect nowhere.json", 2, "usage"),
        ("nonsense", 2, "usage"),
        ("upgrade --nonsense", 2, "usage"),
        ("init -t nonsense", 2, "usage"),
        ("completions nonsense", 2, "usage"),
    ] {
        let answer = scene.run(&format!("aludel {line} --json"));
        assert_eq!((answer.exit, answer.err.as_str()), (exit, ""), "{line}: {answer:?}");
        let document: Value = serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{line}: {answer:?}"));
        assert_eq!(document["error"]["kind"], kind, "{line}: {document}");
        assert!(document["error"]["message"].as_str().is_some_and(|message| !message.is_empty()), "{line}");
    }
}
