//! `spin.toml`: what an application consists of.
//!
//! [`Application::read`] gives a checked model. Whatever this host cannot honour is refused here, before anything
//! runs, with one line that names the key.

mod components;
mod error;
mod names;
mod read;
mod schedule;
mod schema;
#[cfg(test)]
mod tests;
mod triggers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

pub use error::ManifestError;
pub use names::DependencyName;
pub(crate) use names::variable_name_fault;

/// A checked application.
#[derive(Debug, Clone)]
pub struct Application {
    /// `application.name`.
    pub name: String,
    /// `application.version`; empty when the manifest has none.
    pub version: String,
    /// `application.description`; empty when the manifest has none.
    pub description: String,
    /// Declared application variables, by name.
    pub variables: BTreeMap<String, Variable>,
    /// HTTP triggers in the manifest's order.
    pub triggers: Vec<Trigger>,
    /// Components by id. Those that no trigger names serve only as dependencies of others.
    pub components: BTreeMap<String, Component>,
}

/// An application variable's declaration.
#[derive(Debug, Clone, Default)]
pub struct Variable {
    /// The value when nothing else gives one. A variable without a default is required.
    pub default: Option<String>,
    /// Whether its value must never be shown.
    pub secret: bool,
}

/// One `[[trigger.http]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Where requests come from.
    pub route: Route,
    /// What answers them.
    pub target: Target,
}

/// Where a trigger's requests come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// A path pattern such as `/`, `/things/:id` or `/files/...`.
    Public(String),
    /// Only other components, at `http://ID.spin.internal`.
    Private,
}

/// What answers a trigger's requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The component of this id.
    Component(String),
    /// A fixed response; no component runs.
    Static(StaticResponse),
}

/// A response written in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticResponse {
    /// HTTP status.
    pub status: u16,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// The body; may be empty.
    pub body: String,
}

/// One `[component.ID]`, or a component written inside its trigger.
#[derive(Debug, Clone, Default)]
pub struct Component {
    /// The Wasm file, made absolute from the manifest's folder.
    pub source: PathBuf,
    /// Variables that the component may read, as templates over the application's.
    pub variables: BTreeMap<String, String>,
    /// WASI environment.
    pub environment: BTreeMap<String, String>,
    /// Hosts that the component may call, as templates.
    pub allowed_outbound_hosts: Vec<String>,
    /// Labels of key-value stores that the component may open.
    pub key_value_stores: BTreeSet<String>,
    /// Labels of SQLite databases that the component may open.
    pub sqlite_databases: BTreeSet<String>,
    /// Components plugged into this one's imports.
    pub dependencies: Vec<Dependency>,
    /// Requests that the host itself makes, again and again.
    pub schedule: Vec<Job>,
}

/// A component that satisfies imports of another.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// Which imports it satisfies.
    pub name: DependencyName,
    /// Its Wasm file.
    pub source: PathBuf,
    /// The export that satisfies the import, when it is named otherwise.
    pub export: Option<String>,
    /// Which of the parent's capabilities it may use.
    pub inherit: Inherit,
}

/// Which capabilities a dependency shares with the component that it is plugged into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inherit {
    /// All of them.
    All,
    /// Those named, as manifest keys: `variables`, `allowed_outbound_hosts`, … Empty for none, the default.
    Some(Vec<String>),
}

/// A request that the host makes at intervals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Time between the end of one run and the start of the next.
    pub every: Duration,
    /// HTTP method.
    pub method: String,
    /// Path and query in the application.
    pub path: String,
    /// Application variable whose value is sent as bearer token.
    pub token_variable: Option<String>,
}
