//! What a user's crate sees: of models, derives, mistakes and collections; of the command line, its reference.

#![cfg(test)]

#[cfg(feature = "cli")]
mod commands;
mod derive;
mod migrations;
mod mistakes;
mod sql_enum;
mod types;
mod ui;
