//! The pure heart of Aludel, in reading order: each module uses only those named before it.
//!
//! Data flows one way: models become a [`schema::Schema`], two schemas a list of [`operation::Operation`]s, operations a
//! revision script, scripts a revision graph, a path through it a [`plan`], and a plan is executed. Nothing here knows a
//! driver, an async runtime, a command line or a clock: those come in through [`connection`].

pub mod command;
pub mod connection;
pub mod dialect;
pub mod diff;
mod digest;
pub mod environment;
pub mod error;
pub mod exec;
pub mod mask;
pub mod name;
pub mod operation;
pub mod plan;
pub mod revision;
pub mod schema;
pub mod script;
