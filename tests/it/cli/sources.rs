//! `diff` and `inspect`, between everything that a schema can come from.

use snapbox::str;

use super::scene::Scene;
use super::schemas::{json, roles, users, users_with_roles};
use crate::harness::on_every_server;

#[test]
fn what_is_inspected_differs_in_nothing_from_the_database() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let url = database.url.for_client();
        scene.write("one.json", &json([roles(), users()]));
        scene.write("two.json", &json([roles(), users_with_roles()]));
        scene.done("aludel init");
        for models in ["one.json", "two.json"] {
            scene.done(&format!("aludel migrate --models {models} -m {models} --rev-id {}", &models[..3]));
            scene.done("aludel upgrade");
        }
        for line in [String::new(), " --json".to_owned(), format!(" {url}"), " database".to_owned()] {
            scene.write("x.json", &scene.done(&format!("aludel inspect{line}")));
            for from in [url, "database", "x.json", "two.json"] {
                assert_eq!(scene.done(&format!("aludel diff --from {from} --to x.json")), "no difference\n");
                assert_eq!(scene.done(&format!("aludel diff --from x.json --to {from}")), "no difference\n");
            }
        }
        for (from, to) in [("scripts", url), (url, "scripts"), ("scripts", "two.json"), ("scripts@one", "one.json")] {
            assert_eq!(scene.done(&format!("aludel diff --from {from} --to {to}")), "no difference\n", "{from} {to}");
        }
        let answer = scene.run("aludel diff --from scripts@one --to two.json");
        assert_eq!(answer.exit, 3, "{answer:?}");
        for column in ["email", "role_id"] {
            assert!(answer.out.contains(column), "{answer:?}");
        }
    });
}

#[test]
fn the_statements_of_a_schema_make_it() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        scene.write("schema.json", &json([roles(), users_with_roles()]));
        let sql = scene.done("aludel inspect schema.json --sql");
        let mut connection = database.connect().await;
        for statement in sql.split_inclusive(";\n") {
            connection.execute(statement.trim().trim_end_matches(';')).await.unwrap();
        }
        connection.close().await.unwrap();
        assert_eq!(scene.done("aludel diff --to schema.json"), "no difference\n");
    });
}

#[test]
fn a_url_that_is_compared_is_database_enough() {
    on_every_server(async |database| {
        let (scene, url) = (Scene::new(), database.url.for_client());
        scene.write("schema.json", &json([roles()]));
        scene.write("schema.sql", "CREATE TABLE roles (id INTEGER PRIMARY KEY, name VARCHAR(64) NOT NULL);\n");
        for to in ["schema.json", "schema.sql"] {
            let answer = scene.run(&format!("aludel diff --from {url} --to {to}"));
            assert_eq!((answer.exit, answer.err.as_str()), (3, ""), "{answer:?}");
            assert!(answer.out.contains("CREATE TABLE"), "{answer:?}");
        }
        assert_eq!(scene.run(&format!("aludel inspect {url} --sql")).exit, 0);
    });
}

/// MariaDB writes the name of the database before that of a sequence, and the statements run in one of their own.
#[test]
fn a_default_from_a_sequence_is_the_same_in_every_database() {
    on_every_server(async |database| {
        let connection = database.connect().await;
        let next = match connection.dialect().name() {
            "mariadb" => "nextval(s)",
            "postgres" => "nextval('s')",
            _ => return,
        };
        connection.close().await.unwrap();
        let scene = Scene::on(database);
        let table = format!("CREATE TABLE t (id BIGINT PRIMARY KEY DEFAULT {next}, a INT);\n");
        scene.write("schema.sql", &format!("CREATE SEQUENCE s START WITH 5;\n{table}"));
        scene.done("aludel init");
        scene.done("aludel migrate --models schema.sql -m one");
        scene.done("aludel upgrade");
        assert_eq!(scene.done("aludel diff --to schema.sql"), "no difference\n");
        let inspected = scene.done("aludel inspect");
        assert!(inspected.contains("nextval(") && !inspected.contains("aludel_"), "{inspected}");
    });
}

#[test]
fn statements_for_sqlite_are_a_source() {
    let scene = Scene::new().with("DATABASE_URL", "sqlite://app.db");
    scene.write("schema.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY, said TEXT NOT NULL);\n");
    scene.write("broken.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);\nCREATE TABEL x (id INTEGER);\n");
    scene.plays(str![[r#"
$ aludel inspect schema.sql
{
  "tables": [
    {
      "name": "notes",
      "columns": [
        {
          "name": "id",
          "type": {
            "kind": "integer",
            "width": "regular"
          }
        },
        {
          "name": "said",
          "type": {
            "kind": "text",
            "size": "regular"
          }
        }
      ],
      "constraints": [
        {
          "kind": "primary_key",
          "name": "pk_notes",
          "columns": [
            "id"
          ]
        }
      ]
    }
  ]
}
$ aludel inspect schema.sql --sql
CREATE TABLE "notes" (
    "id" INTEGER NOT NULL,
    "said" TEXT NOT NULL,
    CONSTRAINT "pk_notes" PRIMARY KEY ("id")
);
$ aludel diff --from empty --to schema.sql
-- + table notes (id, said)
CREATE TABLE "notes" (
    "id" INTEGER NOT NULL,
    "said" TEXT NOT NULL,
    CONSTRAINT "pk_notes" PRIMARY KEY ("id")
);
exit 3
$ aludel diff --from schema.sql --to empty
-- - table notes with all its rows
-- loses data: drops table notes and every row in it
DROP TABLE "notes";
exit 3
$ aludel diff --to schema.sql
-- + table notes (id, said)
CREATE TABLE "notes" (
    "id" INTEGER NOT NULL,
    "said" TEXT NOT NULL,
    CONSTRAINT "pk_notes" PRIMARY KEY ("id")
);
exit 3
$ aludel diff --from schema.sql --to schema.sql
no difference
$ aludel inspect broken.sql
! error: broken.sql: statement 2 failed: near "TABEL": syntax error (1)
!   help: mend the statement
exit 1
$ aludel inspect nowhere.sql
! error: cannot read nowhere.sql: No such file or directory (os error 2)
!   help: see that the path is right
exit 2
$ aludel inspect empty
{
  "tables": []
}
$ aludel diff
! error: there are no models
!   help: give `models![..]` to `Migrate::models`, or name a source with `--models`
exit 1
$ aludel diff --from scripts@zz --to empty
! error: there is no folder migrations
!   help: make it with `init`, or name another one with `--directory`
exit 1

"#]]);
    assert_eq!(scene.files(), ["broken.sql", "schema.sql"]);
}
