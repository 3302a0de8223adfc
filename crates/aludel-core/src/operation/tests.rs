//! Laws of operations.
