//! The column of each Rust type is one that sqlx writes and reads: the struct that declares a table is the row that comes
//! back from it, and Aludel sees no difference between the two.

#[macro_use]
mod columns;
mod defaults;
mod moments;
mod narrow;
mod numbers;
mod probe;
mod refused;
mod text;
mod values;

use aludel::{Migrate, Models};
use aludel_core::diff::{Renames, diff};
use aludel_core::plan::{Plan, PlanError};
use aludel_core::schema::Schema;

use crate::harness::TestDatabase;

/// What makes the tables of models in an empty database.
async fn planned(database: &TestDatabase, models: &Models) -> Result<Plan, PlanError> {
    let schema = models.schema().unwrap_or_else(|errors| panic!("{errors}"));
    let operations = diff(&Schema::default(), &schema, &Renames::default());
    aludel_core::plan::plan(&*database.connect().await.dialect(), &Schema::default(), &operations)
}

/// Makes the tables of models, and gives the SQL that did.
async fn create(database: &TestDatabase, models: &Models) -> String {
    let plan = planned(database, models).await.unwrap_or_else(|error| panic!("{error}"));
    let mut connection = database.connect().await;
    for setting in &plan.settings {
        connection.execute(&setting.set).await.unwrap();
    }
    let mut sql = String::new();
    for statement in &plan.statements {
        connection.execute(&statement.sql).await.unwrap_or_else(|error| panic!("{error}:\n{}", statement.sql));
        sql += &statement.sql;
    }
    connection.close().await.unwrap();
    sql
}

/// Expects Aludel to find the database as the models say.
async fn expect_clean(database: &TestDatabase, models: Models) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("versions")).unwrap();
    let migrate = Migrate::new().models(models).directory(folder.path()).database(database.url.clone());
    let report = migrate.check().await.unwrap();
    assert!(report.is_clean(), "{:#?} {:?}", report.difference.upgrade, report.warnings);
}
