//! Models in a namespace that no setting names.

use aludel::migrations::EmbeddedScripts;
use aludel::op::{Typed as _, column, table};
use aludel::schema::{Column, ColumnType, Constraint, PrimaryKey, Table};
use aludel::{Migrate, Models};
use aludel_core::script::Embedded;
use aludel_drivers::System;

use crate::harness::on_servers;

/// The second revision alters a table, for which the database has to be looked at where that table is.
static SCRIPTS: [Embedded; 2] = [
    Embedded {
        path: "a1_create.rs",
        text: "//! create users\n//!\n//! revision: a1\n//! revises: base\n",
        upgrade: Some(|op| {
            op.create_namespace("auth");
            op.create_table(table(("auth", "users")).column(column("id").integer()).primary_key(["id"]));
        }),
        downgrade: Some(|op| {
            op.drop_table(("auth", "users"));
            op.drop_namespace("auth");
        }),
    },
    Embedded {
        path: "b2_email.rs",
        text: "//! add email\n//!\n//! revision: b2\n//! revises: a1\n",
        upgrade: Some(|op| {
            op.add_column(("auth", "users"), column("email").varchar(80).nullable());
        }),
        downgrade: Some(|op| {
            op.drop_column(("auth", "users"), "email");
        }),
    },
];

#[test]
fn the_namespaces_of_models_and_scripts_need_not_be_named() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let users = Table::new(("auth", "users"))
                .column(Column::new("id", ColumnType::integer()))
                .column(Column::new("email", ColumnType::varchar(80)).nullable())
                .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])));
            let scripts = EmbeddedScripts {
                directory: "no folder",
                locations: &[],
                manifest_directory: "",
                file: file!(),
                scripts: &SCRIPTS,
            };
            let bare = Migrate::new().scripts(scripts).database(&database.url);
            bare.upgrade_to("a1").await.unwrap();
            bare.upgrade_to("b2").await.unwrap();
            let migrate = bare.models(Models::new().table(users));
            let report = migrate.check().await.unwrap();
            assert!(report.is_clean(), "{:?}", report.difference.operations);
            migrate.downgrade("-1").await.unwrap();
            assert_eq!(migrate.check().await.unwrap().pending.len(), 1);
            migrate.downgrade("base").await.unwrap();
        },
    );
}
