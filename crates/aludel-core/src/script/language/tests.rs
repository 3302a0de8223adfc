//! What `op` records.
