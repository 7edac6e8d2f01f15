//! The application in this process, one request after the other: what each costs in calls to the host.

use crate::api::Api;
use crate::application;
use anyhow::Result;
use local_edge::{Builder, Counters, Edge};
use std::time::Duration;
use tokio::runtime::Runtime;

/// After so long an instance is gone, and the next request meets a new one.
const IDLE: Duration = Duration::from_millis(1_500);

/// A running application whose calls are counted.
pub struct Counting {
    runtime: Runtime,
    // Taken when it is dropped.
    edge: Option<Edge>,
    url: String,
}

impl Counting {
    /// Starts it.
    pub fn start(builder: Builder) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let edge = runtime.block_on(builder.start())?;
        let url = edge.url();
        Ok(Self {
            runtime,
            edge: Some(edge),
            url,
        })
    }

    /// Headquarters there.
    pub fn headquarters(&self) -> Result<Api> {
        application::headquarters(&self.url)
    }

    /// A caller there who has `token`.
    pub fn caller(&self, token: &str) -> Api {
        Api::new(&self.url, token)
    }

    /// What `work` costs.
    pub fn of(&self, work: impl FnOnce() -> Result<()>) -> Result<Counters> {
        let Some(edge) = &self.edge else {
            return Ok(Counters::default());
        };
        edge.reset_counters();
        work()?;
        Ok(edge.counters())
    }

    /// Waits until no instance is left.
    pub fn let_instances_end(&self) {
        std::thread::sleep(IDLE);
    }
}

impl Drop for Counting {
    fn drop(&mut self) {
        if let Some(edge) = self.edge.take() {
            self.runtime.block_on(edge.shutdown());
        }
    }
}
