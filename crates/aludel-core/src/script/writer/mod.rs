//! Writes scripts in Rust.

#[cfg(test)]
mod arbitrary;
mod column;
mod constraint;
mod expression;
mod layout;
mod literal;
mod models;
mod operation;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use models::{Moments, WrittenModels, write_models};
use operation::Scribe;

use super::quoted::one_line;
use crate::operation::Operation;

/// The bodies of the two functions of a script, and the functions that they name.
pub(super) struct Functions {
    pub(super) upgrade: String,
    pub(super) downgrade: Option<String>,
    pub(super) steps: String,
}

/// Writes the bodies, indented and formatted.
pub(super) fn functions(upgrade: &[Operation], downgrade: Option<&[Operation]>) -> Functions {
    let mut steps = BTreeMap::new();
    let mut body = |operations: &[Operation]| {
        let mut scribe = Scribe::new(std::mem::take(&mut steps));
        let statements = scribe.statements(operations);
        steps = scribe.functions;
        // An argument that nothing uses would be a warning.
        if statements.is_empty() { "    let _ = op;".to_owned() } else { layout::statements(&statements, 4) }
    };
    let (upgrade, downgrade) = (body(upgrade), downgrade.map(body));
    Functions { upgrade, downgrade, steps: steps.iter().map(step).collect::<Vec<_>>().join("\n\n") }
}

/// A function in the place of one that is not known.
fn step((function, name): (&String, &String)) -> String {
    format!(
        "/// In the place of the function that `run` called \"{}\".\n\
         async fn {function}(_: &mut dyn Connection) -> Result<()> {{\n    \
         Err(\"bring the body of this function over from the script that it stood in\".into())\n}}",
        one_line(name)
    )
}
