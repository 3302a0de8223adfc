//! The schemas of the folder that `ALUDEL_CORPUS` names.

use std::path::PathBuf;

use aludel_drivers::System;

use super::application::{Application, Modules};
use crate::cli::binaries::binary;
use crate::corpus;
use crate::harness::{Server, TestDatabase, servers};
use crate::rounds::run_script;

/// A database with a schema of the corpus in it, and the models that were written from it.
struct Written {
    module: String,
    text: String,
    database: TestDatabase,
}

#[test]
fn written_models_are_the_databases_of_the_corpus() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut written = Vec::new();
    for (number, server) in servers().iter().enumerate() {
        let folder = match server.system() {
            System::Sqlite => "sqlite",
            System::Postgres => "postgres",
            System::MySql => "mysql",
        };
        for script in corpus::scripts(folder) {
            written.push(runtime.block_on(write(server, &format!("{folder}{number}"), &script)));
        }
    }
    if written.is_empty() {
        return;
    }
    let modules: Modules = written.iter().map(|one| (one.module.clone(), one.text.clone())).collect();
    let application = Application::build(&modules);
    let mut failed = Vec::new();
    for Written { module, text, database } in &written {
        if super::formatted(text) != *text {
            failed.push(format!("{module}: is not formatted"));
        }
        let url = database.url.for_client();
        let said = application.check(module, url);
        if !said.is_empty() {
            failed.push(format!("{module}:\n{said}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

async fn write(server: &'static Server, prefix: &str, script: &PathBuf) -> Written {
    let database = server.database("models").await;
    let mut connection = database.connect().await;
    run_script(&mut *connection, &std::fs::read_to_string(script).unwrap()).await;
    connection.close().await.unwrap();
    let module = format!("{prefix}_{}", script.file_stem().unwrap().to_string_lossy());
    let mut inspect = std::process::Command::new(binary("aludel"));
    let inspected = inspect.args(["inspect", "--rust", database.url.for_client()]).output().unwrap();
    assert!(inspected.status.success(), "{module}: {}", String::from_utf8_lossy(&inspected.stderr));
    Written { module, text: String::from_utf8(inspected.stdout).unwrap(), database }
}
