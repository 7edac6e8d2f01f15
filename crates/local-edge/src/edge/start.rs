//! From a manifest to a running application.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{Builder, Edge};
use crate::allowed_hosts::AllowedHosts;
use crate::application::RunningApplication;
use crate::component::{Limits, RunningComponent};
use crate::compose;
use crate::counters::Tally;
use crate::engine::Runtime;
use crate::host::key_value::KeyValueFile;
use crate::host::outbound::Client;
use crate::host::postgres;
use crate::host::sqlite::Databases;
use crate::instance::ComponentContext;
use crate::logs::Logs;
use crate::manifest::{Application, ManifestError, Target};
use crate::routes::Router;
use crate::schedule;
use crate::variables::{VariableError, Variables};

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

impl Builder {
    /// Starts the application: when this returns, it answers.
    pub async fn start(self) -> Result<Edge, StartError> {
        let app = Application::read(&self.manifest).map_err(|reason| StartError::Manifest {
            path: self.manifest.clone(),
            reason,
        })?;
        let environment = |name: &str| {
            if self.environment {
                std::env::var(name).ok()
            } else {
                None
            }
        };
        let variables = Variables::resolve(&app.variables, &self.variables, environment)?;
        let logs = Logs::new(!self.quiet);
        let contexts = self.contexts(&app, &variables, &logs)?;
        let router = Router::new(&app.triggers).map_err(|reason| StartError::Manifest {
            path: self.manifest.clone(),
            reason,
        })?;
        let cache = self.cache.clone().unwrap_or_else(default_cache);
        let runtime = Runtime::new(&cache, self.count_instructions)
            .map_err(|error| state(&cache, format!("{error:#}")))?;
        let (runtime, components) = prepare(runtime, &app, contexts, self.limits).await?;
        let listen = |reason| StartError::Listen {
            address: self.listen,
            reason,
        };
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
        Ok(Edge {
            app,
            running,
            faults: self.faults,
            logs,
            stop,
            server,
            jobs,
            _runtime: runtime,
        })
    }

    /// What each component that a trigger names may reach.
    fn contexts(
        &self,
        app: &Application,
        variables: &Variables,
        logs: &Logs,
    ) -> Result<Contexts, StartError> {
        std::fs::create_dir_all(&self.state).map_err(|error| state(&self.state, error))?;
        let key_value = match app
            .components
            .values()
            .any(|component| !component.key_value_stores.is_empty())
        {
            true => {
                let path = self.state.join("sqlite_key_value.db");
                Some(Arc::new(
                    KeyValueFile::open(&path).map_err(|error| state(&path, error))?,
                ))
            }
            false => None,
        };
        let http_client = Client::new();
        let mut contexts = Contexts::new();
        for trigger in &app.triggers {
            let Target::Component(id) = &trigger.target else {
                continue;
            };
            let component = &app.components[id];
            let expand =
                |host: &String| variables.expand(&format!("component.{id}.allowed_outbound_hosts"), host);
            let hosts = component
                .allowed_outbound_hosts
                .iter()
                .map(expand)
                .collect::<Result<Vec<_>, _>>()?;
            let ids = app.components.keys().map(String::as_str);
            let allowed_hosts =
                AllowedHosts::parse(hosts.iter().map(String::as_str), ids).map_err(|reason| {
                    VariableError::Template {
                        key: format!("component.{id}.allowed_outbound_hosts"),
                        reason,
                    }
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
            let failed = |reason: String| StartError::Component {
                id: id.clone(),
                reason,
            };
            let wasm = compose::compose(&app.components[&id]).map_err(|error| failed(error.to_string()))?;
            let service = runtime
                .prepare(&wasm)
                .map_err(|error| failed(format!("{error:#}")))?;
            components.insert(
                id,
                RunningComponent::new(runtime.engine().clone(), service, context, limits),
            );
        }
        Ok((runtime, components))
    });
    match prepared.await {
        Ok(prepared) => prepared,
        Err(panic) => Err(StartError::Component {
            id: "*".into(),
            reason: panic.to_string(),
        }),
    }
}

fn state(path: &Path, reason: impl ToString) -> StartError {
    StartError::State {
        path: path.into(),
        reason: reason.to_string(),
    }
}

/// `$XDG_CACHE_HOME/local-edge`, else the same below the home folder, else below the temporary folder.
fn default_cache() -> PathBuf {
    let folder = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    folder("XDG_CACHE_HOME")
        .or_else(|| folder("HOME").map(|home| home.join(".cache")))
        .unwrap_or_else(std::env::temp_dir)
        .join("local-edge")
}
