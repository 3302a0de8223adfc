//! Renames below views: one revision does, there and back.

use aludel_core::name::ObjectName;
use aludel_core::schema::{Column, ColumnType, Schema, Table, View};

use super::schema;
use crate::cli::scene::Scene;
use crate::harness::on_every_server;

/// A table, a view that reads it, and one that reads the view.
fn models(table: &str, column: &str, views: [&str; 2]) -> Schema {
    let [base, reader] = views;
    let id = Column::new("id", ColumnType::integer());
    let table = Table::new(table).column(id).column(Column::new(column, ColumnType::integer()));
    let reads = |name: &ObjectName| vec![name.clone()];
    let base = View { depends_on: reads(&table.name), ..View::new("base", base) };
    let reader = View { depends_on: reads(&base.name), ..View::new("reader", reader) };
    Schema { views: [base, reader].into_iter().collect(), ..schema([table]) }
}

/// Renames with models that say so, and demands that nothing is left to do either way.
fn renames(rename: &str, before: &Schema, after: &Schema) {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let write = |models: &Schema| scene.write("models.json", &serde_json::to_string(models).unwrap());
        let is_clean = |when: &str| {
            let answer = scene.run("aludel check --models models.json");
            assert_eq!(answer.exit, 0, "{rename}, {when}: {answer:?}");
        };
        scene.done("aludel init");
        write(before);
        scene.done("aludel migrate --models models.json -m first");
        scene.done("aludel upgrade");
        is_clean("first");
        write(after);
        scene.done(&format!("aludel migrate --models models.json -m renamed --rename {rename}"));
        scene.done("aludel upgrade");
        is_clean("renamed");
        let mut connection = database.connect().await;
        connection.query("SELECT * FROM reader").await.unwrap();
        scene.done("aludel downgrade");
        connection.query("SELECT * FROM reader").await.unwrap();
        connection.close().await.unwrap();
        scene.done("aludel upgrade");
        is_clean("renamed again");
    });
}

#[test]
fn a_column_whose_new_name_the_views_take() {
    renames(
        "u.n=u.k",
        &models("u", "n", ["SELECT id, n FROM u", "SELECT n FROM base"]),
        &models("u", "k", ["SELECT id, k FROM u", "SELECT k FROM base"]),
    );
}

#[test]
fn a_column_whose_old_name_the_views_keep() {
    renames(
        "u.n=u.k",
        &models("u", "n", ["SELECT id, n FROM u", "SELECT n FROM base"]),
        &models("u", "k", ["SELECT id, k AS n FROM u", "SELECT n FROM base"]),
    );
}

#[test]
fn a_table_that_views_read() {
    let views = |table: &str| [format!("SELECT {table}.id, n FROM {table}"), "SELECT n FROM base".to_owned()];
    let models = |table: &str| {
        let [base, reader] = views(table);
        models(table, "n", [&base, &reader])
    };
    renames("u=w", &models("u"), &models("w"));
}
