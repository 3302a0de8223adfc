//! Schemas of real applications, from the folder that `ALUDEL_CORPUS` names.

use std::path::PathBuf;

use aludel_core::diff::{Renames, diff};
use aludel_core::schema::Schema;

use super::{assert_same, on_sqlite};

#[test]
fn real_schemas_are_read_and_made_again() {
    let Some(folder) = std::env::var_os("ALUDEL_CORPUS") else {
        println!("skipped: ALUDEL_CORPUS names no folder");
        return;
    };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(PathBuf::from(folder).join("sqlite")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let script = std::fs::read_to_string(&file).unwrap();
        println!("{}", file.display());
        let inspected = loaded(&script);
        assert!(!inspected.tables.is_empty());
        made_again(&inspected);
    }
}

/// The schema that a script makes.
fn loaded(script: &str) -> Schema {
    let result = std::sync::Mutex::new(Schema::default());
    on_sqlite(async |session| {
        let dialect = session.connection.dialect();
        for statement in dialect.split(script).unwrap() {
            session.execute(statement).await;
        }
        let inspection = session.inspect().await;
        println!("  {} tables, {:?}", inspection.schema.tables.len(), inspection.not_understood);
        let key = dialect.key(&inspection.schema);
        assert_eq!(dialect.key(&key), key);
        *result.lock().unwrap() = inspection.schema;
    });
    result.into_inner().unwrap()
}

/// Makes a schema in an empty database, and takes it away again.
fn made_again(schema: &Schema) {
    on_sqlite(async |session| {
        let operations = diff(&Schema::default(), schema, &Renames::default());
        session.apply(&operations).await;
        let inspection = session.inspect().await;
        let dialect = session.connection.dialect();
        assert_same(&*dialect, &inspection.schema, schema);
        session.schema = inspection.schema.clone();
        session.apply(&diff(&inspection.schema, &Schema::default(), &Renames::default())).await;
        assert!(session.inspect().await.schema.is_empty());
    });
}
