//! Revisions compiled into the program, so that one binary is all that has to be deployed.
//!
//! [`migrations!`](crate::migrations!) reads the folder when the application is built.
