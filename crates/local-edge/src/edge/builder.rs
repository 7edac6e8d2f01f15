//! How to start an application.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::component::Limits;
use crate::faults::Faults;

/// Linear memory that one instance may have unless more is said: 256 MiB.
const MEMORY_BYTES_MAX: usize = 256 << 20;

/// How to start an application. Made by [`Edge::builder`](crate::Edge::builder).
///
/// Not `Debug`: it holds the values of secret variables.
#[derive(Clone)]
pub struct Builder {
    pub(super) manifest: PathBuf,
    pub(super) state: PathBuf,
    pub(super) cache: Option<PathBuf>,
    pub(super) listen: SocketAddr,
    pub(super) variables: BTreeMap<String, String>,
    pub(super) environment: bool,
    pub(super) faults: Faults,
    pub(super) schedules: bool,
    pub(super) quiet: bool,
    pub(super) limits: Limits,
    pub(super) body_bytes_max: Option<u64>,
    pub(super) memory_bytes_max: usize,
    pub(super) count_instructions: bool,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            manifest: "spin.toml".into(),
            state: ".spin".into(),
            cache: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            variables: BTreeMap::new(),
            environment: false,
            faults: Faults::default(),
            schedules: true,
            quiet: true,
            limits: Limits::default(),
            body_bytes_max: None,
            memory_bytes_max: MEMORY_BYTES_MAX,
            count_instructions: false,
        }
    }

    /// The manifest; `spin.toml` in the working folder by default.
    pub fn manifest(self, path: impl Into<PathBuf>) -> Self {
        Self {
            manifest: path.into(),
            ..self
        }
    }

    /// The folder for databases and stores, made when absent; `.spin` by default, which Spin uses too.
    pub fn state_dir(self, folder: impl Into<PathBuf>) -> Self {
        Self {
            state: folder.into(),
            ..self
        }
    }

    /// The folder for compiled components; by default one for all applications of this user.
    pub fn cache_dir(self, folder: impl Into<PathBuf>) -> Self {
        Self {
            cache: Some(folder.into()),
            ..self
        }
    }

    /// The address to listen on; by default a free port of 127.0.0.1.
    pub fn listen(self, address: SocketAddr) -> Self {
        Self {
            listen: address,
            ..self
        }
    }

    /// Sets an application variable.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// Sets application variables.
    pub fn variables<N: Into<String>, V: Into<String>>(
        mut self,
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.variables
            .extend(pairs.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// Whether `SPIN_VARIABLE_*` of this process count; false by default, so that tests depend on nothing.
    pub fn environment_variables(self, count: bool) -> Self {
        Self {
            environment: count,
            ..self
        }
    }

    /// Faults that are in place from the start. More can be injected while the application runs.
    pub fn faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }

    /// Whether the manifest's schedules run; true by default.
    pub fn schedules(self, run: bool) -> Self {
        Self {
            schedules: run,
            ..self
        }
    }

    /// Whether what components print stays out of this process's standard error; true by default.
    pub fn quiet(self, quiet: bool) -> Self {
        Self { quiet, ..self }
    }

    /// How instances are reused and how long requests may take.
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// How long a component may take to begin its response.
    pub fn request_timeout(mut self, limit: Duration) -> Self {
        self.limits.request_timeout = Some(limit);
        self
    }

    /// Whether the instructions that components execute are counted, which makes them slower; false by default. Two runs of the
    /// same requests count the same, whatever else the machine does.
    pub fn count_instructions(self, count: bool) -> Self {
        Self {
            count_instructions: count,
            ..self
        }
    }

    /// Longest request body in bytes; without limit by default. A longer one is answered with 413.
    pub fn max_body(self, bytes: u64) -> Self {
        Self {
            body_bytes_max: Some(bytes),
            ..self
        }
    }

    /// Largest linear memory of an instance in bytes; 256 MiB by default.
    pub fn max_memory(self, bytes: usize) -> Self {
        Self {
            memory_bytes_max: bytes,
            ..self
        }
    }
}
