//! Functions of a script that run on the live connection.

use std::future::Future;

use crate::connection::{BoxFuture, Connection};

/// Any error; one that a driver returned turns into it with `?`.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// What a function of a script returns: `Result<()>`.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// A function that [`Operations::run`](super::Operations::run) takes: any `async fn(&mut dyn Connection) -> Result<()>`.
///
/// An `AsyncFn` says the same, but its future cannot be required to move between threads; this one can.
///
/// ```
/// use aludel_core::script::language::*;
///
/// async fn fill_slugs(db: &mut dyn Connection) -> Result<()> {
///     db.execute("UPDATE posts SET slug = lower(title) WHERE slug IS NULL").await?;
///     Ok(())
/// }
///
/// let mut op = Operations::new("sqlite");
/// op.run("fill slugs", fill_slugs);
/// assert!(op.finish().functions.contains_key("fill slugs"));
/// ```
pub trait Step<'c>: Send + 'static {
    /// What it returns.
    type Future: Future<Output = Result> + Send + 'c;

    /// Runs it.
    fn run(self, connection: &'c mut dyn Connection) -> Self::Future;
}

impl<'c, F, Fut> Step<'c> for F
where
    F: FnOnce(&'c mut dyn Connection) -> Fut + Send + 'static,
    Fut: Future<Output = Result> + Send + 'c,
{
    type Future = Fut;

    fn run(self, connection: &'c mut dyn Connection) -> Fut {
        self(connection)
    }
}

/// A [`Step`] that is kept beside the recording until it is run.
pub type BoxedStep = Box<dyn for<'c> FnOnce(&'c mut dyn Connection) -> BoxFuture<'c, Result> + Send>;

pub(super) fn boxed<S: for<'c> Step<'c>>(step: S) -> BoxedStep {
    Box::new(move |connection| Box::pin(step.run(connection)))
}
