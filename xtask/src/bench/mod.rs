//! Measures what the project promises about speed: always as a ratio within one run, since machines differ.

mod build;
mod compare;
mod graph;
mod rebuild;
mod start_up;
mod tools;
mod upgrade;

use crate::Outcome;

/// One measurement, which prints what it found.
type Measure = fn() -> Outcome;

/// All measurements, by name.
const SUBJECTS: [(&str, Measure); 6] = [
    ("start-up", start_up::start_up),
    ("build", build::build),
    ("graph", graph::graph),
    ("compare", compare::compare),
    ("upgrade", upgrade::upgrade),
    ("rebuild", rebuild::rebuild),
];

/// `cargo xtask bench`: all of them, or those that are named.
pub(crate) fn bench(arguments: &[&str]) -> Outcome {
    if let Some(unknown) = arguments.iter().find(|word| SUBJECTS.iter().all(|(name, _)| name != *word)) {
        let names = SUBJECTS.map(|(name, _)| name).join(", ");
        return Err(
            format!("there is no measurement \"{unknown}\"; `cargo xtask bench` takes {names}, or nothing").into()
        );
    }
    let mut wanted = SUBJECTS.iter().filter(|(name, _)| arguments.is_empty() || arguments.contains(name));
    wanted.try_for_each(|(_, measure)| measure())
}
