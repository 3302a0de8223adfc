//! Definitions that SQLite would never have accepted.

use aludel_fuzz::fuzz_slowly;

use crate::dialect::fuzz::DEFINITION;
use crate::dialect::sqlite::parser::{index, table, view};

#[test]
fn definitions_sqlite() {
    fuzz_slowly(&DEFINITION, |text| {
        for sql in [text.to_owned(), format!("CREATE TABLE a ({text})"), format!("CREATE INDEX a ON b ({text})")] {
            drop((table(&sql), index(&sql), view(&sql)));
        }
        Ok(())
    });
}
