//! Tests on real databases, in one binary. SQLite is always there; the servers are those of `ALUDEL_TEST_URLS`.

#![cfg(test)]

mod altering;
mod cases;
mod cli;
mod corpus;
mod drivers;
mod effects;
mod executor;
mod harness;
mod judged;
mod library;
mod models;
mod mysql;
mod offline;
mod postgres;
mod random;
mod rounds;
mod sqlite;
mod types;
mod wide;
mod witness;
