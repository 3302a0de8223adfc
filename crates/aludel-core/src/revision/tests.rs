//! Tests of the whole graph.

mod oracle;
