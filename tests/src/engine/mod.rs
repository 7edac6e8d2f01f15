//! What runs the components.

mod local;
mod process;

use local_edge::Edge;
use process::{Process, Program};
use std::net::SocketAddr;
use std::path::Path;

pub use local::Local;

/// Variables of the application.
pub type Variables = Vec<(&'static str, String)>;

/// A running engine.
#[allow(clippy::large_enum_variant, reason = "there is one per test")]
pub enum Engine {
    /// The embedded host, in this process.
    Local(Local),
    /// A child process.
    Process(Process),
}

impl Engine {
    /// Starts the engine that the environment names.
    pub fn start(manifest: &Path, state: &Path, variables: &Variables) -> Self {
        match program() {
            Program::LocalEdge => Self::Local(Local::start(manifest, state, variables)),
            Program::Spin => Self::in_a_process(manifest, state, variables),
        }
    }

    /// The same in a process of its own, whichever engine it is.
    pub fn in_a_process(manifest: &Path, state: &Path, variables: &Variables) -> Self {
        Self::Process(Process::start(program(), manifest, state, variables))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        match self {
            Self::Local(local) => local.edge().addr(),
            Self::Process(process) => process.address(),
        }
    }

    /// The embedded host, if it is that, in this process.
    pub fn edge(&self) -> Option<&Edge> {
        match self {
            Self::Local(local) => Some(local.edge()),
            Self::Process(_) => None,
        }
    }

    /// Ends the engine as a power failure does, and starts it again at the same address.
    ///
    /// # Panics
    /// When it is not [in a process of its own](Self::in_a_process).
    pub fn kill_and_restart(&mut self) {
        match self {
            Self::Local(_) => panic!("the engine is this process"),
            Self::Process(process) => process.kill_and_restart(),
        }
    }
}

/// The engine that the environment names.
fn program() -> Program {
    match std::env::var("MENDIAN_ENGINE").as_deref() {
        Err(_) | Ok("local") => Program::LocalEdge,
        Ok("spin") => Program::Spin,
        Ok(other) => panic!("MENDIAN_ENGINE is {other:?}, neither local nor spin"),
    }
}
