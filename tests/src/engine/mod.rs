//! What runs the components.

mod local;
mod spin;

use local_edge::Edge;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use local::Local;
pub use spin::Spin;

/// Variables of the application.
pub type Variables = Vec<(&'static str, String)>;

/// A running engine.
#[allow(clippy::large_enum_variant, reason = "there is one per test")]
pub enum Engine {
    /// The embedded host, in this process.
    Local(Local),
    /// A child process.
    Spin(Spin),
}

impl Engine {
    /// Starts the engine that the environment names.
    pub fn start(state: &Path, variables: &Variables) -> Self {
        let manifest = manifest();
        match std::env::var("MENDIAN_ENGINE").as_deref() {
            Err(_) | Ok("local") => Self::Local(Local::start(&manifest, state, variables)),
            Ok("spin") => Self::Spin(Spin::start(&manifest, state, variables)),
            Ok(other) => panic!("MENDIAN_ENGINE is {other:?}, neither local nor spin"),
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        match self {
            Self::Local(local) => local.edge().addr(),
            Self::Spin(spin) => spin.address(),
        }
    }

    /// The embedded host, if it is that.
    pub fn edge(&self) -> Option<&Edge> {
        match self {
            Self::Local(local) => Some(local.edge()),
            Self::Spin(_) => None,
        }
    }
}

fn manifest() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let component = root.join("target/wasm32-wasip2/edge/checkout.wasm");
    assert!(
        component.is_file(),
        "the components are not built: run `cargo xtask build`"
    );
    root.canonicalize().unwrap().join("spin.toml")
}
