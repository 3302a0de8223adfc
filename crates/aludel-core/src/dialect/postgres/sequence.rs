//! Sequences, and the options that identity columns share with them.

use super::plan::Planner;
use super::{Refusal, types};
use crate::schema::{ColumnType, Literal, Sequence, SequenceOptions};

impl Planner<'_> {
    /// Makes a sequence.
    pub(super) fn create_sequence(&mut self, sequence: &Sequence) -> Result<(), Refusal> {
        let sql = self.sql().keyword("CREATE SEQUENCE").name(&sequence.name);
        let ty = sequence.ty.as_ref().map(types::spelled).transpose()?;
        let sql = sql.optional(ty, |sql, ty| sql.keyword("AS").raw(&ty));
        let clauses = clauses(&SequenceOptions::default(), &sequence.options);
        self.push(sql.when(!clauses.is_empty(), |sql| sql.raw(&clauses.join(" "))));
        if let Some(comment) = &sequence.comment {
            self.comment("SEQUENCE", |sql| sql.name(&sequence.name), Some(comment));
        }
        Ok(())
    }

    /// Changes a sequence; where it stands stays.
    pub(super) fn alter_sequence(&mut self, from: &Sequence, to: &Sequence) -> Result<(), Refusal> {
        let spelled = |sequence: &Sequence| types::spelled(sequence.ty.as_ref().unwrap_or(&ColumnType::big_integer()));
        let (before, after) = (spelled(from)?, spelled(to)?);
        let ty = (before != after).then(|| format!("AS {after}"));
        let clauses: Vec<String> = ty.into_iter().chain(clauses(&from.options, &to.options)).collect();
        if !clauses.is_empty() {
            self.move_within_bounds(from, to);
            let sql = self.sql().keyword("ALTER SEQUENCE").name(&to.name);
            self.push(sql.raw(&clauses.join(" ")));
        }
        if from.comment != to.comment {
            self.comment("SEQUENCE", |sql| sql.name(&to.name), to.comment.as_deref());
        }
        Ok(())
    }
}

impl Planner<'_> {
    /// Moves a sequence that stands below a lowest number that rises.
    fn move_within_bounds(&mut self, from: &Sequence, to: &Sequence) {
        let Some(minimum) = to.options.minimum.filter(|minimum| *minimum > from.options.minimum.unwrap_or(1)) else {
            return;
        };
        let name = self.sql().name(&to.name).finish();
        let minimum = Literal::number(minimum);
        let sql = self.sql().keyword("SELECT setval(").literal(&Literal::Text(name)).tight(", greatest(last_value, ");
        let sql = sql.literal(&minimum).tight("), is_called AND last_value >= ").literal(&minimum).tight(")");
        self.push(sql.keyword("FROM").name(&to.name));
    }
}

/// The clauses that turn some options into others; from the default ones they are those of a new sequence.
pub(super) fn clauses(from: &SequenceOptions, to: &SequenceOptions) -> Vec<String> {
    let (first_before, first) = (first(from), first(to));
    let number = |before: Option<i64>, after: Option<i64>, words: &str, usual: &str| {
        (before != after).then(|| after.map_or_else(|| usual.to_owned(), |after| format!("{words} {after}")))
    };
    [
        number(from.increment, to.increment, "INCREMENT BY", "INCREMENT BY 1"),
        number(from.minimum, to.minimum, "MINVALUE", "NO MINVALUE"),
        number(from.maximum, to.maximum, "MAXVALUE", "NO MAXVALUE"),
        (first_before != first).then(|| format!("START WITH {first}")),
        number(from.cache, to.cache, "CACHE", "CACHE 1"),
        (from.cycle != to.cycle).then(|| if to.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The first number: the lowest one, or the highest one where they fall, unless told otherwise.
fn first(options: &SequenceOptions) -> i64 {
    let (ascending, start) = (options.increment.is_none_or(|increment| increment > 0), options.start);
    start.unwrap_or(if ascending { options.minimum.unwrap_or(1) } else { options.maximum.unwrap_or(-1) })
}

/// Options without what a sequence of so many bits has anyway.
pub(super) fn canonical(options: &SequenceOptions, bits: u32) -> SequenceOptions {
    let (lowest, highest) = (i64::MIN >> (64 - bits), i64::MAX >> (64 - bits));
    let ascending = options.increment.is_none_or(|increment| increment > 0);
    let (minimum, maximum) = if ascending { (1, highest) } else { (lowest, -1) };
    let first = if ascending { options.minimum.unwrap_or(minimum) } else { options.maximum.unwrap_or(maximum) };
    let unless = |option: Option<i64>, usual: i64| option.filter(|value| *value != usual);
    SequenceOptions {
        start: unless(options.start, first),
        increment: unless(options.increment, 1),
        minimum: unless(options.minimum, minimum),
        maximum: unless(options.maximum, maximum),
        cache: unless(options.cache, 1),
        cycle: options.cycle,
    }
}

/// How many bits the numbers of a sequence of that type have.
pub(super) fn bits(ty: &ColumnType) -> u32 {
    if let ColumnType::Integer { width, .. } = types::canonical(ty) { width.bits() } else { 64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sequence_has_anyway_is_left_out() {
        let all = SequenceOptions {
            start: Some(1),
            increment: Some(1),
            minimum: Some(1),
            maximum: Some(i64::from(i32::MAX)),
            cache: Some(1),
            cycle: false,
        };
        assert_eq!(canonical(&all, 32), SequenceOptions::default());
        assert_eq!(canonical(&all, 64).maximum, Some(i64::from(i32::MAX)));
        let down = SequenceOptions { increment: Some(-1), start: Some(-1), minimum: Some(i64::MIN), ..all };
        let expected = SequenceOptions {
            increment: Some(-1),
            maximum: Some(i64::from(i32::MAX)),
            start: Some(-1),
            ..Default::default()
        };
        assert_eq!(canonical(&down, 64), expected);
    }

    #[test]
    fn clauses_lead_there_and_back() {
        let to = SequenceOptions { start: Some(100), maximum: Some(200), cycle: true, ..SequenceOptions::default() };
        assert_eq!(clauses(&SequenceOptions::default(), &to), ["MAXVALUE 200", "START WITH 100", "CYCLE"]);
        assert_eq!(clauses(&to, &SequenceOptions::default()), ["NO MAXVALUE", "START WITH 1", "NO CYCLE"]);
    }
}
