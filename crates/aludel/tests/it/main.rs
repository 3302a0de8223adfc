//! What a user's crate sees of models: derives, mistakes, collections.

#![cfg(test)]

mod derive;
mod migrations;
mod mistakes;
mod sql_enum;
mod types;
mod ui;
