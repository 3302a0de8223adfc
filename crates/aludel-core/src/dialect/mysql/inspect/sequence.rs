//! Sequences, which MariaDB keeps as tables of one row.

use super::{InspectError, Reading};
use crate::connection::Row;
use crate::dialect::Dialect;
use crate::schema::{Literal, Sequence, SequenceOptions};

impl Reading<'_> {
    /// The query that reads all sequences; `None` where there are none.
    pub(super) fn sequences_query(&self) -> Option<String> {
        const SELECT: &str = "SELECT start_value, minimum_value, maximum_value, increment, cache_size, cycle_option,";
        let sql = self.sequences.iter().enumerate().fold(self.dialect.sql(), |sql, (place, (name, _))| {
            let sql = sql.when(place > 0, |sql| sql.keyword("UNION ALL"));
            sql.keyword(SELECT).literal(&Literal::number(place)).keyword("FROM").name(name)
        });
        (!self.sequences.is_empty()).then(|| sql.finish())
    }

    pub(super) fn read_sequences(&mut self, rows: &[Row]) -> Result<(), InspectError> {
        for row in rows {
            let place = row.integer(6).and_then(|place| usize::try_from(place).ok());
            let Some((name, comment)) = place.and_then(|place| self.sequences.get(place)) else { continue };
            let options = SequenceOptions {
                start: row.integer(0),
                minimum: row.integer(1),
                maximum: row.integer(2),
                increment: row.integer(3),
                cache: row.integer(4),
                cycle: row.integer(5).is_some_and(|cycle| cycle != 0),
            };
            let sequence = Sequence { options, comment: comment.clone(), ..Sequence::new(name.clone()) };
            self.inspection.schema.sequences.insert(sequence);
        }
        Ok(())
    }
}
