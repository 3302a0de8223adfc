//! Ctrl-C, and the signal by which a supervisor ends a process: the first one stops a run after the statement at hand, the
//! second one at once.

use aludel_core::exec::Stop;

use super::exit::Exit;
use super::output::Printer;

/// Runs something that can be asked to stop.
pub(super) async fn obeying<T>(stop: &Stop, printer: &Printer, work: impl Future<Output = T>) -> T {
    // Who cannot hear signals is ended by them, as every program is.
    let Ok(signals) = Signals::new() else { return work.await };
    let listening = tokio::spawn(listen(signals, stop.clone(), printer.clone()));
    let outcome = work.await;
    listening.abort();
    outcome
}

async fn listen(mut signals: Signals, stop: Stop, printer: Printer) {
    signals.next().await;
    printer.interruption("stopping after the statement at hand; once more stops at once");
    stop.ask();
    signals.next().await;
    printer.interruption("stopped at once: run the command again to see how far it came");
    std::process::exit(Exit::Stopped.code().into());
}

/// The signals that end a program.
#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 2]);

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]))
    }

    async fn next(&mut self) {
        let heard = |context: &mut std::task::Context<'_>| {
            let mut heard = self.0.iter_mut().map(|signal| signal.poll_recv(context).is_ready());
            if heard.any(|heard| heard) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        };
        std::future::poll_fn(heard).await;
    }
}

/// The one that every system has.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
