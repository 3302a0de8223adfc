//! Fifty revisions of all kinds: tables, columns, indexes, foreign keys, rows, tables that SQLite makes anew, SQL of unknown
//! effect, functions.

use aludel::migrations::EmbeddedScripts;
use aludel::op::{Connection, Operations, Typed as _, check, column, foreign_key, index, table};
use aludel_core::script::Embedded;

pub(super) const LENGTH: usize = 50;

/// The scripts as [`aludel::migrations!`] gives them.
pub(super) fn scripts() -> EmbeddedScripts {
    let scripts: &'static [Embedded] = Box::leak(Box::new(all()));
    EmbeddedScripts { directory: "no folder", locations: &[], manifest_directory: "", file: file!(), scripts }
}

fn all() -> [Embedded; LENGTH] {
    macro_rules! tens {
        ($($ten:literal)*) => {
            [$(
                one::<{ $ten * 10 }>(), one::<{ $ten * 10 + 1 }>(), one::<{ $ten * 10 + 2 }>(),
                one::<{ $ten * 10 + 3 }>(), one::<{ $ten * 10 + 4 }>(), one::<{ $ten * 10 + 5 }>(),
                one::<{ $ten * 10 + 6 }>(), one::<{ $ten * 10 + 7 }>(), one::<{ $ten * 10 + 8 }>(),
                one::<{ $ten * 10 + 9 }>(),
            )*]
        };
    }
    tens![0 1 2 3 4]
}

fn one<const N: usize>() -> Embedded {
    let (id, parent) = (N + 1, if N == 0 { "base".to_owned() } else { format!("r{N}") });
    let text = format!("//! it's \"{id}\"; \\ é 😀\n//!\n//! revision: r{id}\n//! revises: {parent}\n");
    let path: &'static str = Box::leak(format!("r{id}.rs").into_boxed_str());
    Embedded { path, text: Box::leak(text.into_boxed_str()), upgrade: Some(up::<N>), downgrade: Some(down::<N>) }
}

async fn count(db: &mut dyn Connection) -> aludel::op::Result<()> {
    db.execute("UPDATE note0 SET n = n + 1").await?;
    db.execute("UPDATE note0 SET n = n * 2").await?;
    Ok(())
}

fn up<const N: usize>(op: &mut Operations) {
    let (ten, note, part) = (N / 10, format!("note{}", N / 10), format!("part{}", N / 10));
    match N % 10 {
        0 => op.create_table(
            table(&*note)
                .column(column("id").integer().auto_increment())
                .column(column("name").varchar(64))
                .column(column("n").integer().nullable())
                .primary_key(["id"]),
        ),
        1 => op.add_column(&*note, column("email").varchar(80).nullable()),
        2 => op.create_index(&*note, index(["name"])),
        3 => op.bulk_insert(
            &*note,
            ["name", "n"],
            [("it's; -- \\ é 😀 \"q\" `b` $$", 1), (":x #{y}\n.quit\n\\q\ngo\nDELIMITER //", 2)],
        ),
        4 => op.create_check(&*note, check("n >= 0").name(format!("ck_{note}"))),
        5 if ten == 1 => {
            op.execute(format!("UPDATE {note} SET n = n + 1; UPDATE {note} SET n = n * 3 -- at last"));
            op.add_column(&*note, column("kind").varchar(10).not_null().default("plain"));
        }
        5 => {
            let sql = format!("UPDATE {note} SET n = n + 1");
            op.execute(sql).undo(format!("UPDATE {note} SET n = n - 1")).changes(|_| {});
        }
        6 => {
            op.create_table(
                table(&*part)
                    .column(column("id").integer().auto_increment())
                    .column(column("note_id").integer().nullable())
                    .primary_key(["id"]),
            );
            op.create_foreign_key(&*part, foreign_key(["note_id"]).references(&*note, ["id"]));
        }
        7 => drop(op.alter_column(&*note, column("name").varchar(200))),
        8 if ten == 0 => {
            op.run("count", count).offline("UPDATE note0 SET n = n + 1; UPDATE note0 SET n = n * 2");
        }
        8 => op.autocommit(|op| {
            op.execute(format!("UPDATE {note} SET n = n + 5")).undo("SELECT 1").changes(|_| {});
        }),
        _ => {
            op.drop_column(&*note, "email");
            op.create_index(&*part, index(["note_id", "id"]));
        }
    }
}

fn down<const N: usize>(op: &mut Operations) {
    let (ten, note, part) = (N / 10, format!("note{}", N / 10), format!("part{}", N / 10));
    match N % 10 {
        0 => op.drop_table(&*note),
        1 => op.drop_column(&*note, "email"),
        2 => op.drop_index(&*note, format!("ix_{note}_name")),
        3 => {
            op.execute(format!("DELETE FROM {note}")).undo("SELECT 1").changes(|_| {});
        }
        4 => op.drop_check(&*note, format!("ck_{note}")),
        5 if ten == 1 => op.drop_column(&*note, "kind"),
        6 => op.drop_table(&*part),
        7 => drop(op.alter_column(&*note, column("name").varchar(64))),
        9 => {
            op.drop_index(&*part, format!("ix_{part}_note_id_id"));
            op.add_column(&*note, column("email").varchar(80).nullable());
        }
        _ => {}
    }
}
