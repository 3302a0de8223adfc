//! What is wrong with the revisions, for commands that list them all the same.

use super::warning;
use crate::environment::Environment;
use crate::error::Error;

/// What is wrong with the revisions as a whole, in words: scripts that cannot be read or do not fit together, and else a
/// file `head` that does not name where they end. A command that writes is refused for each of these.
///
/// # Errors
/// A folder that cannot be read.
pub fn damage(environment: &Environment) -> Result<Vec<String>, Error> {
    let scripts = environment.scripts.load()?;
    let mut damage = scripts.damage();
    if damage.is_empty() {
        damage.extend(warning::of_file_names(environment, &scripts));
        damage.extend(warning::of_head_file(environment, &scripts));
    }
    // The list is next.
    environment.scripts.hand_on(scripts);
    Ok(damage)
}
