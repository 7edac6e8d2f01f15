//! An application, started and running.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::allowed_hosts::AllowedHosts;
use crate::application::RunningApplication;
use crate::component::{Limits, RunningComponent};
use crate::compose;
use crate::counters::{Counters, Tally};
use crate::engine::Runtime;
use crate::faults::Faults;
use crate::host::key_value::KeyValueFile;
use crate::host::outbound::Client;
use crate::host::postgres;
use crate::host::sqlite::Databases;
use crate::instance::ComponentContext;
use crate::logs::Logs;
use crate::manifest::{Application, ManifestError, Route, Target};
use crate::routes::Router;
use crate::schedule;
use crate::variables::{VariableError, Variables};

/// Linear memory that one instance may have unless more is said: 256 MiB.
const MEMORY_BYTES_MAX: usize = 256 << 20;

/// Why an application does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The manifest is refused.
    #[error("{}: {reason}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The line that names the key.
        reason: ManifestError,
    },
    /// A variable has no value, or a template is wrong.
    #[error(transparent)]
    Variables(#[from] VariableError),
    /// A component's file cannot be read, composed, compiled or linked.
    #[error("component.{id}: {reason}")]
    Component {
        /// The component.
        id: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The state folder or the cache folder cannot be used.
    #[error("{}: {reason}", path.display())]
    State {
        /// The folder.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        reason: std::io::Error,
    },
}

/// How to start an application. Made by [`Edge::builder`].
#[derive(Debug, Clone)]
pub struct Builder {
    manifest: PathBuf,
    state: PathBuf,
    cache: Option<PathBuf>,
    listen: SocketAddr,
    variables: BTreeMap<String, String>,
    environment: bool,
    faults: Faults,
    schedules: bool,
    quiet: bool,
    limits: Limits,
    body_bytes_max: Option<u64>,
    memory_bytes_max: usize,
}

impl Builder {
    /// The manifest; `spin.toml` in the working folder by default.
    pub fn manifest(self, path: impl Into<PathBuf>) -> Self {
        Self { manifest: path.into(), ..self }
    }

    /// The folder for databases and stores, made when absent; `.spin` by default, which Spin uses too.
    pub fn state_dir(self, folder: impl Into<PathBuf>) -> Self {
        Self { state: folder.into(), ..self }
    }

    /// The folder for compiled components; by default one for all applications of this user.
    pub fn cache_dir(self, folder: impl Into<PathBuf>) -> Self {
        Self { cache: Some(folder.into()), ..self }
    }

    /// The address to listen on; by default a free port of 127.0.0.1.
    pub fn listen(self, address: SocketAddr) -> Self {
        Self { listen: address, ..self }
    }

    /// Sets an application variable.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// Sets application variables.
    pub fn variables<N: Into<String>, V: Into<String>>(mut self, pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        self.variables.extend(pairs.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// Whether `SPIN_VARIABLE_*` of this process count; false by default, so that tests depend on nothing.
    pub fn environment_variables(self, count: bool) -> Self {
        Self { environment: count, ..self }
    }

    /// Faults that are in place from the start. More can be injected while the application runs.
    pub fn faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }

    /// Whether the manifest's schedules run; true by default.
    pub fn schedules(self, run: bool) -> Self {
        Self { schedules: run, ..self }
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

    /// Longest request body in bytes; without limit by default. A longer one is answered with 413.
    pub fn max_body(self, bytes: u64) -> Self {
        Self { body_bytes_max: Some(bytes), ..self }
    }

    /// Largest linear memory of an instance in bytes; 256 MiB by default.
    pub fn max_memory(self, bytes: usize) -> Self {
        Self { memory_bytes_max: bytes, ..self }
    }

    /// Starts the application: when this returns, it answers.
    pub async fn start(self) -> Result<Edge, StartError> {
        let app = Application::read(&self.manifest)
            .map_err(|reason| StartError::Manifest { path: self.manifest.clone(), reason })?;
        let environment = |name: &str| if self.environment { std::env::var(name).ok() } else { None };
        let variables = Variables::resolve(&app.variables, &self.variables, environment)?;
        let logs = Logs::new(!self.quiet);
        let contexts = self.contexts(&app, &variables, &logs)?;
        let router = Router::new(&app.triggers)
            .map_err(|reason| StartError::Manifest { path: self.manifest.clone(), reason })?;
        let cache = self.cache.clone().unwrap_or_else(default_cache);
        let runtime = Runtime::new(&cache).map_err(|error| state(&cache, format!("{error:#}")))?;
        let (runtime, components) = prepare(runtime, &app, contexts, self.limits).await?;
        let listen = |reason| StartError::Listen { address: self.listen, reason };
        let listener = TcpListener::bind(self.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let running = Arc::new(RunningApplication {
            router,
            triggers: app.triggers.clone(),
            components,
            address,
            body_bytes_max: self.body_bytes_max,
        });
        for component in running.components.values() {
            // Each context is new, so its cell is still empty.
            _ = component.context().application.set(Arc::downgrade(&running));
        }
        let (stop, stopped) = watch::channel(false);
        let server = tokio::spawn(crate::serve::serve(listener, running.clone(), stopped));
        let jobs = match self.schedules {
            true => schedule::start(&app, &running, &variables, &logs),
            false => JoinSet::new(),
        };
        Ok(Edge { app, running, faults: self.faults, logs, stop, server, jobs, _runtime: runtime })
    }

    /// What each component that a trigger names may reach.
    fn contexts(&self, app: &Application, variables: &Variables, logs: &Logs) -> Result<Contexts, StartError> {
        std::fs::create_dir_all(&self.state).map_err(|error| state(&self.state, error))?;
        let key_value = match app.components.values().any(|component| !component.key_value_stores.is_empty()) {
            true => {
                let path = self.state.join("sqlite_key_value.db");
                Some(Arc::new(KeyValueFile::open(&path).map_err(|error| state(&path, error))?))
            }
            false => None,
        };
        let http_client = Client::new();
        let mut contexts = Contexts::new();
        for trigger in &app.triggers {
            let Target::Component(id) = &trigger.target else { continue };
            let component = &app.components[id];
            let expand = |host: &String| variables.expand(&format!("component.{id}.allowed_outbound_hosts"), host);
            let hosts = component.allowed_outbound_hosts.iter().map(expand).collect::<Result<Vec<_>, _>>()?;
            let ids = app.components.keys().map(String::as_str);
            let allowed_hosts = AllowedHosts::parse(hosts.iter().map(String::as_str), ids).map_err(|reason| {
                VariableError::Template { key: format!("component.{id}.allowed_outbound_hosts"), reason }
            })?;
            let tally = Tally::default();
            contexts.insert(
                id.clone(),
                Arc::new(ComponentContext {
                    id: id.as_str().into(),
                    environment: component.environment.clone().into_iter().collect(),
                    variables: variables.of_component(app, id)?,
                    key_value: key_value.clone(),
                    key_value_stores: component.key_value_stores.clone(),
                    sqlite: Databases::new(&self.state),
                    sqlite_databases: component.sqlite_databases.clone(),
                    postgres: postgres::Pools::new(tally.postgres_round_trips.clone()),
                    allowed_hosts,
                    http_client: http_client.clone(),
                    application: OnceLock::new(),
                    tally,
                    faults: self.faults.clone(),
                    logs: logs.clone(),
                    memory_bytes_max: self.memory_bytes_max,
                }),
            );
        }
        Ok(contexts)
    }
}

type Contexts = BTreeMap<String, Arc<ComponentContext>>;

/// Composes and compiles the components, on a thread that may block. The runtime comes back with them.
async fn prepare(
    runtime: Runtime,
    app: &Application,
    contexts: Contexts,
    limits: Limits,
) -> Result<(Runtime, BTreeMap<String, RunningComponent>), StartError> {
    let app = app.clone();
    let prepared = tokio::task::spawn_blocking(move || {
        let mut components = BTreeMap::new();
        for (id, context) in contexts {
            let failed = |reason: String| StartError::Component { id: id.clone(), reason };
            let wasm = compose::compose(&app.components[&id]).map_err(|error| failed(error.to_string()))?;
            let service = runtime.prepare(&wasm).map_err(|error| failed(format!("{error:#}")))?;
            components.insert(id, RunningComponent::new(runtime.engine().clone(), service, context, limits));
        }
        Ok((runtime, components))
    });
    match prepared.await {
        Ok(prepared) => prepared,
        Err(panic) => Err(StartError::Component { id: "*".into(), reason: panic.to_string() }),
    }
}

fn state(path: &Path, reason: impl ToString) -> StartError {
    StartError::State { path: path.into(), reason: reason.to_string() }
}

/// `$XDG_CACHE_HOME/local-edge`, else the same below the home folder, else below the temporary folder.
fn default_cache() -> PathBuf {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("XDG_CACHE_HOME")
        .or_else(|| folder("HOME").map(|home| home.join(".cache")))
        .unwrap_or_else(std::env::temp_dir)
        .join("local-edge")
}

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
        Builder {
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
        }
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
        self.app.triggers.iter().filter_map(|trigger| match (&trigger.route, &trigger.target) {
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
        let read = |(id, component): (&String, &RunningComponent)| (id.clone(), component.context().tally.read());
        Counters(self.running.components.iter().map(read).collect())
    }

    /// Sets every counter to zero.
    pub fn reset_counters(&self) {
        self.running.components.values().for_each(|component| component.context().tally.reset());
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
