//! `[component.ID]`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::names::{is_kebab_case, is_label, variable_name_fault};
use super::read::{Result, deserialize};
use super::schedule::read_schedule;
use super::schema::{self, ComponentTable, DependencyTable};
use super::{Component, Dependency, Inherit, ManifestError, Variable};

pub fn read_component(
    id: &str,
    table: &ComponentTable,
    tables: &schema::Map<ComponentTable>,
    variables: &BTreeMap<String, Variable>,
    folder: &Path,
) -> Result<Component> {
    let refused =
        |key: &str, reason: String| Err(ManifestError::refused(format!("component.{id}.{key}"), reason));
    if !is_kebab_case(id) {
        return Err(ManifestError::refused(
            format!("component.{id}"),
            "a component's id must be kebab-case",
        ));
    }
    if !table.files.is_empty() {
        return refused("files", "mounting files is not supported".into());
    }
    if !table.ai_models.is_empty() {
        return refused("ai_models", "language models are not supported".into());
    }
    if !table.allowed_http_hosts.is_empty() {
        return refused(
            "allowed_http_hosts",
            "deprecated; write allowed_outbound_hosts".into(),
        );
    }
    for (key, labels) in [
        ("key_value_stores", &table.key_value_stores),
        ("sqlite_databases", &table.sqlite_databases),
    ] {
        if let Some(label) = labels.iter().find(|label| !is_label(label)) {
            return refused(key, format!("{label:?} is neither kebab-case nor snake_case"));
        }
    }
    for name in table.variables.keys() {
        if let Some(fault) = variable_name_fault(name) {
            return refused(&format!("variables.{name}"), fault);
        }
    }
    Ok(Component {
        source: read_source(id, table, folder)?,
        variables: table.variables.clone(),
        environment: table.environment.clone(),
        allowed_outbound_hosts: table.allowed_outbound_hosts.clone(),
        key_value_stores: table.key_value_stores.iter().cloned().collect(),
        sqlite_databases: table.sqlite_databases.iter().cloned().collect(),
        dependencies: read_dependencies(id, table, tables, folder)?,
        schedule: read_schedule(id, table, variables)?,
    })
}

fn read_source(id: &str, table: &ComponentTable, folder: &Path) -> Result<PathBuf> {
    match &table.source {
        toml::Value::String(path) => Ok(folder.join(path)),
        _ => Err(ManifestError::refused(
            format!("component.{id}.source"),
            "only a local file is supported",
        )),
    }
}

fn read_dependencies(
    id: &str,
    table: &ComponentTable,
    tables: &schema::Map<ComponentTable>,
    folder: &Path,
) -> Result<Vec<Dependency>> {
    let mut dependencies = Vec::new();
    for (name, value) in &table.dependencies {
        let key = format!("component.{id}.dependencies.{name:?}");
        let refused = |reason: &str| ManifestError::refused(&key, reason);
        let shape: DependencyTable = match value {
            toml::Value::Table(shape) => deserialize(&key, shape.clone().into())?,
            _ => {
                return Err(refused(
                    "registries are not supported; give a component or a path",
                ));
            }
        };
        if shape.version.is_some() || shape.url.is_some() {
            return Err(refused(
                "registries and downloads are not supported; give a component or a path",
            ));
        }
        let source = match (&shape.component, &shape.path) {
            (Some(other), None) if other == id => return Err(refused("a component cannot depend on itself")),
            (Some(other), None) => match tables.get(other) {
                Some(table) if table.dependencies.is_empty() => read_source(other, table, folder)?,
                Some(_) => return Err(refused("the component has dependencies of its own")),
                None => return Err(refused(&format!("no component {other:?}"))),
            },
            (None, Some(path)) => folder.join(path),
            _ => return Err(refused("give either a component or a path")),
        };
        let inherit = match (
            table.dependencies_inherit_configuration,
            shape.inherit_configuration,
        ) {
            (Some(_), Some(_)) => {
                return Err(refused(
                    "dependencies_inherit_configuration excludes inherit_configuration",
                ));
            }
            (Some(true), None) | (None, Some(toml::Value::Boolean(true))) => Inherit::All,
            (_, None) | (None, Some(toml::Value::Boolean(false))) => Inherit::Some(Vec::new()),
            (None, Some(names)) => {
                Inherit::Some(deserialize(&format!("{key}.inherit_configuration"), names)?)
            }
        };
        let name = name.parse().map_err(|reason: String| refused(&reason))?;
        dependencies.push(Dependency {
            name,
            source,
            export: shape.export,
            inherit,
        });
    }
    Ok(dependencies)
}
