//! Tests of the dialect that need no database.
