//! What an application does before and after each revision.

use std::error::Error;
use std::sync::Arc;

use super::Turn;
use super::error::{ExecError, ExecErrorKind};
use super::runner::Runner;
use crate::connection::{BoxFuture, Connection};
use crate::script::language::Result as Outcome;
use crate::script::{Extras, giving};

/// What is called before or after each revision: any `async fn(Turn, &mut dyn Connection) -> Result<()>`.
///
/// ```
/// use aludel_core::exec::{Hooks, Turn};
/// use aludel_core::script::language::{Connection, Result};
///
/// async fn note(turn: Turn, db: &mut dyn Connection) -> Result<()> {
///     db.execute(&format!("INSERT INTO notes VALUES ('{}')", turn.revision)).await?;
///     Ok(())
/// }
///
/// let hooks = Hooks::default().after(note);
/// assert!(!hooks.is_empty());
/// ```
pub trait Hook<'c>: Send + Sync + 'static {
    /// What it returns.
    type Future: Future<Output = Outcome> + Send + 'c;

    /// Calls it.
    fn call(&self, turn: Turn, connection: &'c mut dyn Connection) -> Self::Future;
}

impl<'c, F, Fut> Hook<'c> for F
where
    F: Fn(Turn, &'c mut dyn Connection) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Outcome> + Send + 'c,
{
    type Future = Fut;

    fn call(&self, turn: Turn, connection: &'c mut dyn Connection) -> Fut {
        self(turn, connection)
    }
}

/// A [`Hook`] that is kept until it is called.
type BoxedHook = Arc<dyn for<'c> Fn(Turn, &'c mut dyn Connection) -> BoxFuture<'c, Outcome> + Send + Sync>;

/// What is called before and after each revision, in order.
///
/// ```
/// use aludel_core::exec::Hooks;
///
/// assert!(Hooks::default().is_empty());
/// ```
#[derive(Clone, Default)]
pub struct Hooks {
    before: Vec<BoxedHook>,
    after: Vec<BoxedHook>,
    extras: Arc<Extras>,
}

impl Hooks {
    /// With one more that is called before each revision.
    #[must_use]
    pub fn before(mut self, hook: impl for<'c> Hook<'c>) -> Self {
        self.before.push(boxed(hook));
        self
    }

    /// With one more that is called after each revision.
    #[must_use]
    pub fn after(mut self, hook: impl for<'c> Hook<'c>) -> Self {
        self.after.push(boxed(hook));
        self
    }

    /// With what the command line gives to them.
    #[must_use]
    pub fn given(self, extras: Arc<Extras>) -> Self {
        Self { extras, ..self }
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }
}

fn boxed<H: for<'c> Hook<'c>>(hook: H) -> BoxedHook {
    Arc::new(move |turn, connection| Box::pin(hook.call(turn, connection)))
}

/// A hook that failed.
///
/// ```
/// use aludel_core::exec::HookFailure;
///
/// fn is_of_application(failure: &HookFailure) -> bool {
///     failure.cause.downcast_ref::<std::io::Error>().is_some()
/// }
/// ```
#[derive(Debug, thiserror::Error)]
#[error("cannot {} revision \"{}\": the hook {place} it failed: {cause}", .turn.direction, .turn.revision)]
pub struct HookFailure {
    /// The revision.
    pub turn: Turn,
    /// `before` or `after`.
    pub place: &'static str,
    /// What it said.
    pub cause: Box<dyn Error + Send + Sync>,
    /// How many statements of the revision stay done.
    pub kept: u32,
}

impl Runner<'_> {
    /// Calls what is to be called before a revision, in the transaction that is open.
    pub(super) async fn call_before(&mut self) -> Result<(), ExecError> {
        let hooks = &self.executor.hooks;
        self.call("before", &hooks.before).await
    }

    /// Calls what is to be called after a revision, in the transaction that is open.
    pub(super) async fn call_after(&mut self) -> Result<(), ExecError> {
        let hooks = &self.executor.hooks;
        self.call("after", &hooks.after).await
    }

    /// The same before a revision that is not one transaction, in a transaction of their own.
    pub(super) async fn call_before_alone(&mut self) -> Result<(), ExecError> {
        if self.executor.hooks.before.is_empty() {
            return Ok(());
        }
        self.begin_locked().await?;
        let called = self.call_before().await;
        self.end_keeping_position(called).await
    }

    async fn call(&mut self, place: &'static str, hooks: &[BoxedHook]) -> Result<(), ExecError> {
        let Some(turn) = self.turn.clone() else { return Ok(()) };
        for hook in hooks {
            tracing::debug!(place, "hook");
            let mut connection = giving(self.connection, &self.executor.hooks.extras);
            if let Err(cause) = hook(turn.clone(), &mut connection).await {
                return Err(ExecErrorKind::Hook(HookFailure { turn, place, cause, kept: self.kept }).into());
            }
        }
        Ok(())
    }
}
