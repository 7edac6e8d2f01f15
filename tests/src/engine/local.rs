//! The embedded host, in this process.

use super::Variables;
use local_edge::Edge;
use std::path::Path;
use tokio::runtime::{Builder, Runtime};

/// Lines of the host's log that a failing test shows, newest first.
const LINES_SHOWN: usize = 20;

/// A running host with threads of its own.
pub struct Local {
    runtime: Runtime,
    // Taken when it is dropped.
    edge: Option<Edge>,
}

impl Local {
    /// Starts the application. Schedules do not run: a test calls a job when it wants its effect.
    pub fn start(manifest: &Path, state: &Path, variables: &Variables) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let builder = Edge::builder()
            .manifest(manifest)
            .state_dir(state)
            .schedules(false);
        let builder = builder.variables(variables.clone());
        let edge = runtime.block_on(builder.start()).unwrap();
        Self {
            runtime,
            edge: Some(edge),
        }
    }

    /// The host.
    pub fn edge(&self) -> &Edge {
        self.edge.as_ref().expect("the host runs until it is dropped")
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let lines = self.edge().logs().lines();
            // Frames of a stripped component say nothing.
            let telling = lines.iter().filter(|line| !line.text.contains("<wasm function"));
            for line in telling.rev().take(LINES_SHOWN) {
                eprintln!("{} {:?}: {}", line.component, line.source, line.text);
            }
        }
        if let Some(edge) = self.edge.take() {
            self.runtime.block_on(edge.shutdown());
        }
    }
}
