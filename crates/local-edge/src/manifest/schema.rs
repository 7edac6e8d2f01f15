//! The shape of `spin.toml` (manifest version 2), key by key, as Spin's own schema has it.
//!
//! Keys whose value can take several shapes are kept as [`toml::Value`] and read in [`super::read`], where the key's
//! whole path is known and can be named in a refusal.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Entries in the manifest's own order where order decides (routes), sorted by name elsewhere.
pub type Map<V> = BTreeMap<String, V>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub spin_manifest_version: toml::Value,
    pub application: ApplicationTable,
    #[serde(default)]
    pub variables: Map<VariableTable>,
    #[serde(default)]
    pub trigger: Map<Vec<toml::Table>>,
    #[serde(default)]
    pub component: Map<ComponentTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationTable {
    pub name: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub description: String,
    #[serde(default, rename = "authors")]
    pub _authors: Vec<String>,
    #[serde(default, rename = "targets")]
    pub _targets: Vec<toml::Value>,
    #[serde(default)]
    pub trigger: Map<toml::Table>,
    /// Settings for tools; Spin ignores them.
    #[serde(default, rename = "tool")]
    pub _tool: Map<toml::Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariableTable {
    #[serde(default, rename = "description")]
    pub _description: Option<String>,
    #[serde(default)]
    pub required: bool,
    pub default: Option<String>,
    #[serde(default)]
    pub secret: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentTable {
    pub source: toml::Value,
    #[serde(default, rename = "description")]
    pub _description: String,
    #[serde(default)]
    pub variables: Map<String>,
    #[serde(default)]
    pub environment: Map<String>,
    #[serde(default)]
    pub files: Vec<toml::Value>,
    #[serde(default, rename = "exclude_files")]
    pub _exclude_files: Vec<String>,
    #[serde(default)]
    pub allowed_http_hosts: Vec<String>,
    #[serde(default)]
    pub allowed_outbound_hosts: Vec<String>,
    #[serde(default)]
    pub key_value_stores: Vec<String>,
    #[serde(default)]
    pub sqlite_databases: Vec<String>,
    #[serde(default)]
    pub ai_models: Vec<String>,
    #[serde(default, rename = "targets")]
    pub _targets: Option<Vec<toml::Value>>,
    /// How to build the component: `spin build`'s business, ignored when running.
    #[serde(default, rename = "build")]
    pub _build: Option<BuildTable>,
    #[serde(default)]
    pub tool: Map<toml::Table>,
    pub dependencies_inherit_configuration: Option<bool>,
    #[serde(default)]
    pub dependencies: Map<toml::Value>,
    /// Overrides that apply only when a profile is asked for, which this host has no option for.
    #[serde(default, rename = "profile")]
    pub _profile: Map<toml::Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildTable {
    #[serde(rename = "command")]
    pub _command: toml::Value,
    #[serde(default, rename = "workdir")]
    pub _workdir: Option<String>,
    #[serde(default, rename = "watch")]
    pub _watch: Vec<String>,
}

/// One `[[trigger.http]]` entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpTriggerTable {
    #[serde(default)]
    pub id: String,
    pub component: Option<toml::Value>,
    pub route: toml::Value,
    pub executor: Option<toml::Table>,
    pub static_response: Option<toml::Table>,
    #[serde(default)]
    pub components: Map<toml::Value>,
    #[serde(default)]
    pub dependencies: Map<toml::Value>,
}

/// One entry of a component's `dependencies`, when it is written as a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DependencyTable {
    pub component: Option<String>,
    pub path: Option<String>,
    pub export: Option<String>,
    pub inherit_configuration: Option<toml::Value>,
    pub version: Option<String>,
    #[serde(rename = "registry")]
    pub _registry: Option<String>,
    #[serde(rename = "package")]
    pub _package: Option<String>,
    pub url: Option<String>,
    #[serde(rename = "digest")]
    pub _digest: Option<String>,
}

/// The tool table that this host reads: `[[component.NAME.tool.schedule.jobs]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleTable {
    #[serde(default)]
    pub jobs: Vec<JobTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobTable {
    pub every: String,
    pub method: Option<String>,
    pub path: String,
    pub token_variable: Option<String>,
}
