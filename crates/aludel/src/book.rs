//! The examples of the book, run as tests. It is no part of the crate otherwise, because the pages lie
//! outside of its package.

#[doc = include_str!("../../../docs/src/configuration.md")]
mod configuration {}
#[doc = include_str!("../../../docs/src/existing-database.md")]
mod existing_database {}
#[doc = include_str!("../../../docs/src/library.md")]
mod library {}
#[doc = include_str!("../../../docs/src/models.md")]
mod models {}
#[doc = include_str!("../../../docs/src/other-drivers.md")]
mod other_drivers {}
#[doc = include_str!("../../../docs/src/production.md")]
mod production {}
#[doc = include_str!("../../../docs/src/scripts.md")]
mod scripts {}
#[doc = include_str!("../../../docs/src/several-databases.md")]
mod several_databases {}
#[doc = include_str!("../../../docs/src/tutorial.md")]
mod tutorial {}
