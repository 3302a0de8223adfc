//! A value that an enum gains, in a history that any of the databases may have been used to write.

use aludel::migrations::EmbeddedScripts;
use aludel::op::{Typed as _, column, enum_type, table};
use aludel::{Migrate, Model, SqlEnum, models};
use aludel_core::operation::Operation;
use aludel_core::script::Embedded;

use crate::harness::on_every_server;

static SCRIPTS: [Embedded; 2] = [
    Embedded {
        path: "a1_create.rs",
        text: "//! create parcels\n//!\n//! revision: a1\n//! revises: base\n",
        upgrade: Some(|op| {
            op.create_enum(enum_type("state", ["sent"]));
            let state = column("state").enum_type("state").default("sent");
            op.create_table(table("parcels").column(column("id").integer()).column(state).primary_key(["id"]));
        }),
        downgrade: None,
    },
    Embedded {
        path: "b2_lost.rs",
        text: "//! parcels get lost\n//!\n//! revision: b2\n//! revises: a1\n",
        upgrade: Some(|op| op.alter_enum(enum_type("state", ["sent", "lost"]))),
        downgrade: None,
    },
];

/// The first so many of the scripts.
fn scripts(count: usize) -> EmbeddedScripts {
    EmbeddedScripts {
        directory: "no folder",
        locations: &[],
        manifest_directory: "",
        file: file!(),
        scripts: &SCRIPTS[..count],
    }
}

#[derive(SqlEnum)]
#[sql_enum(rename_all = "snake_case")]
enum State {
    Sent,
    Lost,
}

#[derive(Model)]
#[model(table = "parcels")]
struct Parcel {
    #[model(primary_key)]
    id: i32,
    #[model(default = "sent")]
    state: State,
}

#[test]
fn a_new_value_is_found_and_written_the_same_everywhere() {
    on_every_server(async |database| {
        let migrate =
            |count| Migrate::new().models(models![Parcel]).scripts(scripts(count)).database(database.url.clone());
        migrate(1).upgrade().await.unwrap();
        let found = migrate(1).check().await.unwrap().difference.operations;
        assert!(matches!(found.as_slice(), [Operation::AlterEnum { .. }]), "{found:?}");
        migrate(2).upgrade().await.unwrap();
        let report = migrate(2).check().await.unwrap();
        assert!(report.is_clean(), "{:#?}", report.difference.upgrade);
        let insert = "INSERT INTO parcels (id, state) VALUES (1, 'lost')";
        database.connect().await.execute(insert).await.unwrap();
    });
}
