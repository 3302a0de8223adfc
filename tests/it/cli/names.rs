//! Names that have to be quoted.

use aludel_core::schema::{Column, ColumnType, Constraint, ForeignKey, Index, Unique};

use super::scene::Scene;
use super::schemas::{json, numbered};
use crate::harness::on_every_server;

#[test]
fn names_that_need_quotes_go_there_and_back() {
    on_every_server(async |database| {
        let scene = Scene::on(database);
        let order = || {
            numbered("order")
                .column(Column::new("weird \"name\"", ColumnType::varchar(20)))
                .column(Column::new("größe", ColumnType::integer()).nullable())
                .column(Column::new("it's `it`", ColumnType::integer()).nullable())
        };
        let select = numbered("select 表")
            .column(Column::new("group", ColumnType::integer()).nullable())
            .constraint(Constraint::Unique(Unique::new("uq by", ["group"])))
            .constraint(Constraint::ForeignKey(ForeignKey::new("fk \"x\"", ["group"], "order", ["id"])))
            .index(Index::new("ix größe", ["id", "group"]));
        scene.write("one.json", &json([order()]));
        scene.write("two.json", &json([order().index(Index::new("index", ["größe"])), select]));
        scene.done("aludel init");
        for models in ["one.json", "two.json"] {
            scene.done(&format!("aludel migrate --models {models} -m {models}"));
            scene.done("aludel upgrade");
            scene.done(&format!("aludel check --models {models}"));
        }
        scene.done("aludel downgrade");
        let checked = scene.run("aludel diff --to one.json");
        assert_eq!((checked.exit, checked.out.as_str()), (0, "no difference\n"), "{checked:?}");
        scene.done("aludel downgrade base");
        assert_eq!(scene.json("aludel inspect")["tables"], serde_json::json!([]));
    });
}
