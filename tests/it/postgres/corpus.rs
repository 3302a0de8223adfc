//! Schemas of real projects: read without an error, equal to themselves, and made again from what was read.

use std::path::PathBuf;

use aludel_core::connection::{Connection, DriverError};
use aludel_core::dialect::{Scope, align};
use aludel_core::operation::Operation;
use aludel_core::plan::plan;
use aludel_core::schema::{Constraint, ConstraintKind, Schema, Table};

use super::{inspect, on_postgres};

/// The folder of schemas, which lies outside of the project.
const CORPUS: &str = "ALUDEL_CORPUS";

fn files() -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os(CORPUS) else {
        println!("{CORPUS} is not set: no schemas of real projects are tried");
        return Vec::new();
    };
    let entries = std::fs::read_dir(PathBuf::from(folder).join("postgres")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    files
}

/// Loads a script, statement by statement.
async fn load(connection: &mut dyn Connection, script: &str) -> Result<(), DriverError> {
    let dialect = connection.dialect();
    for statement in dialect.split(script).unwrap() {
        connection.execute(statement).await?;
    }
    Ok(())
}

/// What makes a schema from nothing: tables first, then what ties them together.
fn creation(schema: &Schema) -> Vec<Operation> {
    let mut operations: Vec<Operation> = Vec::new();
    operations.extend(schema.enum_types.iter().cloned().map(|enum_type| Operation::CreateEnum { enum_type }));
    operations.extend(schema.sequences.iter().cloned().map(|sequence| Operation::CreateSequence { sequence }));
    let is_key = |constraint: &Constraint| constraint.kind() == ConstraintKind::ForeignKey;
    for table in &schema.tables {
        let mut table: Table = table.clone();
        table.constraints.retain(|constraint| !is_key(constraint));
        operations.push(Operation::CreateTable { table });
    }
    for table in &schema.tables {
        for constraint in table.constraints.iter().filter(|constraint| is_key(constraint)) {
            let (table, constraint) = (table.name.clone(), constraint.clone());
            operations.push(Operation::CreateConstraint { table, constraint });
        }
    }
    operations
}

#[test]
fn schemas_of_real_projects() {
    for file in files() {
        on_postgres(async |database| {
            let name = file.file_name().unwrap().to_string_lossy();
            let script = std::fs::read_to_string(&file).unwrap();
            let mut connection = database.connect().await;
            let connection = connection.as_mut();
            if let Err(error) = load(connection, &script).await {
                let missing = error.message.contains("extension");
                assert!(missing, "{name}: {error}");
                println!("{name}: left out, {error}");
                return;
            }
            let dialect = connection.dialect();
            let mut found = inspect(connection, &Scope::default()).await;
            assert_eq!(inspect(connection, &Scope::default()).await, found, "{name}");
            assert_eq!(align(&*dialect, &found, &found, &found), found, "{name}");
            let key = dialect.key(&found);
            assert_eq!(dialect.key(&key), key, "{name}");

            // Views need functions that the schema does not hold.
            found.views = Default::default();
            let mut scratch = database.connector.scratch().await.unwrap();
            let mut refused = 0;
            let mut made = Schema::default();
            for operation in creation(&found) {
                let planned = plan(&*dialect, &made, std::slice::from_ref(&operation)).unwrap();
                for statement in &planned.statements {
                    if let Err(error) = scratch.execute(&statement.sql).await {
                        println!("{name}: {operation}: {error}");
                        refused += 1;
                    }
                }
                made = planned.after.unwrap();
            }
            let again = inspect(scratch.as_mut(), &Scope::default()).await;
            scratch.close().await.unwrap();
            let aligned = align(&*dialect, &again, &found, &found);
            let equal = found.tables.iter().filter(|table| aligned.table(&table.name) == Some(table)).count();
            println!(
                "{name}: {equal} of {} tables made again equally, {refused} statements refused",
                found.tables.len()
            );
            for table in found.tables.iter().filter(|table| refused == 0 && aligned.table(&table.name) != Some(table)) {
                println!("{:#?}\n{:#?}", table, aligned.table(&table.name));
            }
            assert!(refused > 0 || equal == found.tables.len(), "{name}");
        });
    }
}
