//! Servers that a test starts for itself, because it kills them or needs them to be set up in a way of its own.

use xtask::servers::{Private, Wishes};

use super::{Server, servers};

/// A server of one test.
pub(crate) struct Started {
    /// As other tests know one.
    pub(crate) server: &'static Server,
    /// What runs.
    pub(crate) process: Private,
}

/// Starts one; `None`, after saying so, where it is not installed, or tests are not to run on its like.
pub(crate) fn start_server(
    name: &str,
    start: fn(&Wishes<'_>) -> Result<Private, String>,
    wishes: &Wishes<'_>,
) -> Option<Started> {
    if !servers().iter().any(|server| server.label().starts_with(name)) {
        eprintln!("no {name} is among the servers of the tests: none is started");
        return None;
    }
    match start(wishes) {
        Ok(process) => {
            let server = Box::leak(Box::new(Server::started(&process.url)));
            Some(Started { server, process })
        }
        Err(error) => {
            eprintln!("nothing is tested on a {name} of our own: {error}");
            None
        }
    }
}
