//! An application, started and running.

mod builder;
mod start;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

pub use builder::Builder;
pub use start::StartError;

use crate::application::RunningApplication;
use crate::component::RunningComponent;
use crate::counters::Counters;
use crate::engine::Runtime;
use crate::faults::Faults;
use crate::logs::Logs;
use crate::manifest::{Application, Route, Target};

/// A running application. Dropping it without [`Edge::shutdown`] cuts it off.
pub struct Edge {
    app: Application,
    running: Arc<RunningApplication>,
    faults: Faults,
    logs: Logs,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    jobs: JoinSet<()>,
    _runtime: Runtime,
}

impl Edge {
    /// How to start an application.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.running.address
    }

    /// Where it listens, as a URL without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.running.address)
    }

    /// The application as its manifest describes it.
    pub fn application(&self) -> &Application {
        &self.app
    }

    /// Public routes in the manifest's order, each with the id of its component (empty for a static response).
    pub fn routes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.app
            .triggers
            .iter()
            .filter_map(|trigger| match (&trigger.route, &trigger.target) {
                (Route::Private, _) => None,
                (Route::Public(pattern), Target::Component(id)) => Some((pattern.as_str(), id.as_str())),
                (Route::Public(pattern), Target::Static(_)) => Some((pattern.as_str(), "")),
            })
    }

    /// The faults in place; more can be injected.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// What components have printed, and what the host has to say about them.
    pub fn logs(&self) -> &Logs {
        &self.logs
    }

    /// What each component has done since the start or the last reset.
    pub fn counters(&self) -> Counters {
        let read =
            |(id, component): (&String, &RunningComponent)| (id.clone(), component.context().tally.read());
        Counters(self.running.components.iter().map(read).collect())
    }

    /// Sets every counter to zero.
    pub fn reset_counters(&self) {
        self.running
            .components
            .values()
            .for_each(|component| component.context().tally.reset());
    }

    /// Stops accepting, lets requests in flight end (for 10 seconds at most), and stops the schedules.
    pub async fn shutdown(mut self) {
        self.jobs.shutdown().await;
        self.stop.send_replace(true);
        // The task ends by itself; that it panicked would have been printed already.
        _ = (&mut self.server).await;
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        self.server.abort();
    }
}
