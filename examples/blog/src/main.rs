//! A blog: `blog serve` runs the web server, `blog db …` migrates the database.

mod app;
mod config;
mod models;

use std::process::ExitCode;

use aludel::Migrate;
use clap::{Parser, Subcommand};

use config::Config;
use models::{Role, User};

aludel::migrations!(mod migrations = "migrations");

/// A blog.
#[derive(Parser)]
struct Blog {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the web server
    Serve,
    /// Perform database migrations
    Db(aludel::cli::Db),
}

#[tokio::main]
async fn main() -> ExitCode {
    let config = Config::load();
    let migrate =
        Migrate::new().models(aludel::models![Role, User]).scripts(migrations::all()).database(config.database_url());
    match Blog::parse().command {
        Command::Serve => match app::serve(&config).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => aludel::cli::fail(&error),
        },
        Command::Db(db) => db.run(&migrate).await,
    }
}
