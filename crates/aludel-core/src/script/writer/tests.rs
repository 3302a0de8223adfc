//! What is written, against rustfmt.
