//! What a user's crate sees: of models, derives, mistakes and collections; of the command line, its reference.

#![cfg(test)]

mod derive;
mod migrations;
mod mistakes;
#[cfg(feature = "cli")]
mod pages;
mod sql_enum;
mod types;
mod ui;
