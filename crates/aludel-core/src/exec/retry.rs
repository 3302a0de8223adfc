//! What was in somebody's way is tried again, a little later; and who was in the way.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::Executor;
use super::error::{ExecError, ExecErrorKind};
use super::lock::Patience;
use super::progress::Progress;
use super::runner::Runner;
use super::send::send_all;
use super::waiting::alongside;
use crate::connection::{BatchError, Connector, DriverError, DriverErrorKind};

/// How often, and for how long, a revision is tried again whose statement did not get the lock of a table, or was the
/// victim of a deadlock. The pauses grow.
///
/// ```
/// use aludel_core::exec::Retry;
///
/// assert_eq!(Retry::default().times, 10);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How often at most; 0 is never.
    pub times: u32,
    /// For how long at most, counted from the first failure.
    pub within: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { times: 10, within: Duration::from_secs(300) }
    }
}

/// What could not be run, since somebody else used what it needs and went on using it.
///
/// ```
/// use aludel_core::exec::Blocked;
///
/// fn is_known(blocked: &Blocked) -> bool {
///     !blocked.blockers.is_empty()
/// }
/// ```
#[derive(Debug)]
pub struct Blocked {
    /// How it failed in the end.
    pub failure: Box<ExecError>,
    /// How often it was tried.
    pub attempts: u32,
    /// How long it was tried.
    pub waited: Duration,
    /// Who was in the way when it was last tried, in words; none where the server does not know or tell.
    pub blockers: Vec<String>,
    /// How a person finds out.
    pub by_hand: &'static str,
}

impl Blocked {
    /// What to do about it.
    pub fn help(&self) -> String {
        let who = if self.blockers.is_empty() {
            format!("`{}` shows who may be in the way", self.by_hand)
        } else {
            "wait until they are done, or end them".to_owned()
        };
        format!("{who}; then run the command again, with a longer `--table-lock-timeout` if need be")
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.failure)?;
        if self.attempts > 1 {
            write!(f, "\n  tried {} times in {} s", self.attempts, self.waited.as_secs_f32().round())?;
        }
        self.blockers.iter().try_for_each(|blocker| write!(f, "\n  in the way: {blocker}"))
    }
}

impl Error for Blocked {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.failure)
    }
}

/// The attempts at one thing.
pub(super) struct Retries<'a> {
    left: u32,
    attempts: u32,
    patience: Patience<'a>,
}

impl<'a> Retries<'a> {
    pub(super) fn new(executor: &'a Executor<'a>) -> Self {
        let Retry { times, within } = executor.retry;
        Self { left: times, attempts: 1, patience: Patience::long(executor, within) }
    }
}

impl Runner<'_> {
    /// Waits where a failure may pass by itself and may be tried again.
    ///
    /// # Errors
    /// The failure where it is of another kind; where it went on for too long, with whoever was in the way; that the run
    /// was asked to stop.
    pub(super) async fn retry(&mut self, error: ExecError, retries: &mut Retries<'_>) -> Result<(), ExecError> {
        let Some(cause) = busy(&error) else { return Err(error) };
        let cause = cause.to_string();
        self.go_on()?;
        if retries.left == 0 {
            return Err(self.blocked(error, retries));
        }
        tracing::warn!(cause, attempts = retries.attempts, blockers = ?self.blockers, "try again");
        self.tell_retry(cause, retries.attempts);
        if !retries.patience.wait().await {
            self.go_on()?;
            return Err(self.blocked(error, retries));
        }
        retries.left -= 1;
        retries.attempts += 1;
        self.watched = true;
        self.blockers.clear();
        Ok(())
    }

    /// The same failure, with whoever was in the way, where somebody was.
    pub(super) fn blocked(&mut self, error: ExecError, retries: &Retries<'_>) -> ExecError {
        if busy(&error).is_none() {
            return error;
        }
        ExecErrorKind::Blocked(Blocked {
            failure: Box::new(error),
            attempts: retries.attempts,
            waited: retries.patience.waited(),
            blockers: std::mem::take(&mut self.blockers),
            by_hand: self.dialect.blockers(&self.key).by_hand,
        })
        .into()
    }

    fn tell_retry(&self, cause: String, attempts: u32) {
        if let Some(turn) = self.turn.clone() {
            self.tell(&Progress::Retrying { turn, cause, attempts, blockers: self.blockers.clone() });
        }
    }

    /// Sends statements together; where one of them waited in vain before, somebody looks meanwhile who is in the way.
    pub(super) async fn send_all(&mut self, statements: &[String]) -> Result<u64, BatchError> {
        let Some(query) = self.dialect.blockers(&self.key).query.filter(|_| self.watched) else {
            return send_all(self.connection, statements).await;
        };
        let pause = self.look_every();
        let look = look(self.executor.connector, &query, pause, &mut self.blockers);
        alongside(send_all(self.connection, statements), look).await
    }

    /// How long to wait for a look, so that there is one while a statement waits for its lock.
    fn look_every(&self) -> Duration {
        const SHORTEST: Duration = Duration::from_millis(50);
        const LONGEST: Duration = Duration::from_secs(2);
        let limit = self.limits().table_lock.filter(|limit| !limit.is_zero());
        limit.map_or(LONGEST, |limit| (limit / 3).clamp(SHORTEST, LONGEST))
    }
}

/// Looks again and again who is in the way, from a session of its own, and keeps what was last seen.
async fn look(connector: &dyn Connector, query: &str, pause: Duration, seen: &mut Vec<String>) {
    connector.sleep(pause).await;
    let mut connection = match connector.connect().await {
        Ok(connection) => connection,
        Err(error) => return tracing::debug!(%error, "no session to look who is in the way"),
    };
    loop {
        match connection.query(query).await {
            Ok(rows) if rows.is_empty() => {}
            Ok(rows) => *seen = rows.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect(),
            Err(error) => return tracing::debug!(%error, "the server does not tell who is in the way"),
        }
        connector.sleep(pause).await;
    }
}

/// What the server said, where it is that somebody else was in the way. Then what failed is not done.
fn busy(error: &ExecError) -> Option<&DriverError> {
    let cause = match error.kind() {
        ExecErrorKind::Statement(failure) => failure.cause.downcast_ref(),
        ExecErrorKind::Hook(failure) => failure.cause.downcast_ref(),
        _ => None,
    };
    cause.filter(|cause: &&DriverError| cause.kind == DriverErrorKind::Busy)
}
