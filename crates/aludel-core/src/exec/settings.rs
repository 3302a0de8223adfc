//! Settings of the session that a plan needs, made before its transaction and put back after it.

use crate::connection::{Connection, DriverError};
use crate::plan::Setting;

/// The settings that are in force, and how those that were made are put back.
#[derive(Debug, Default)]
pub(super) struct Settings {
    in_force: Vec<Setting>,
    made: Vec<Setting>,
}

impl Settings {
    /// True where all of these were asked for before, and hold.
    pub(super) fn hold(&self, settings: &[Setting]) -> bool {
        settings.iter().all(|setting| self.in_force.contains(setting))
    }

    /// Makes settings that do not hold yet. Returns the first one that has no effect.
    pub(super) async fn make<'s>(
        &mut self,
        connection: &mut dyn Connection,
        settings: &'s [Setting],
    ) -> Result<Option<&'s Setting>, DriverError> {
        for setting in settings {
            if self.in_force.contains(setting) {
                continue;
            }
            if !holds(connection, setting).await? {
                self.made.push(setting.clone());
                connection.execute(&setting.set).await?;
                if !holds(connection, setting).await? {
                    return Ok(Some(setting));
                }
            }
            self.in_force.push(setting.clone());
        }
        Ok(None)
    }

    /// Puts back what was made, the last first. After an error the rest is put back all the same.
    pub(super) async fn restore(self, connection: &mut dyn Connection) -> Result<(), DriverError> {
        let mut outcome = Ok(());
        for setting in self.made.iter().rev() {
            outcome = outcome.and(connection.execute(&setting.restore).await.map(drop));
        }
        outcome
    }
}

async fn holds(connection: &mut dyn Connection, setting: &Setting) -> Result<bool, DriverError> {
    let rows = connection.query(&setting.verify).await?;
    let Some(row) = rows.first() else { return Ok(false) };
    let number = row.integer(0).map(|number| number.to_string());
    Ok(row.text(0) == Some(&setting.expected) || number.as_deref() == Some(&setting.expected))
}
