//! What `stamp` and `ensure-version` write into the ledger.

use snapbox::str;

use super::scene::Scene;
use crate::harness::on_every_server;

#[test]
fn stamps_are_what_the_database_stands_at() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.done("aludel init");
        scene.done("aludel revision -m one --rev-id a1");
        scene.done("aludel revision -m two --rev-id b2");
        scene.plays(str![[r#"
$ aludel ensure-version
database [DATABASE]
made the ledger
$ aludel ensure-version
database [DATABASE]
the ledger is there
$ aludel stamp
database [DATABASE]
stamped b2
$ aludel current
b2 (head)
$ aludel upgrade
database [DATABASE]
nothing to do
$ aludel stamp a1
database [DATABASE]
stamped a1
$ aludel current
a1
$ aludel stamp base
database [DATABASE]
stamped <base>
$ aludel current
$ aludel stamp --purge a1
database [DATABASE]
stamped a1
$ aludel upgrade
database [DATABASE]
upgrade a1 -> b2, two ([MS] ms)

"#]]);
        assert_eq!(scene.json("aludel inspect")["tables"], serde_json::json!([]));
    });
}
