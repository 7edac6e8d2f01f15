//! From the file's tables to the checked model.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::components::read_component;
use super::names::variable_name_fault;
use super::schema::{self, Manifest};
use super::triggers::read_triggers;
use super::{Application, ManifestError, Target, Variable};

pub type Result<T> = std::result::Result<T, ManifestError>;

impl Application {
    /// Reads and checks the manifest at `path`. Relative paths in it count from its own folder.
    pub fn read(path: &Path) -> Result<Self> {
        let unreadable = |reason| ManifestError::Unreadable {
            path: path.into(),
            reason,
        };
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let folder = std::path::absolute(path).map_err(unreadable)?;
        Self::parse(&text, folder.parent().unwrap_or(Path::new("/")))
    }

    /// Checks a manifest's text. Relative paths in it count from `folder`.
    pub fn parse(text: &str, folder: &Path) -> Result<Self> {
        let manifest: Manifest = toml::from_str(text).map_err(|error| malformed(text, &error))?;
        if manifest.spin_manifest_version != toml::Value::Integer(2) {
            return Err(ManifestError::refused(
                "spin_manifest_version",
                "only version 2 is supported",
            ));
        }
        if let Some(trigger) = manifest.application.trigger.keys().next() {
            let key = format!("application.trigger.{trigger}");
            return Err(ManifestError::refused(
                key,
                "global trigger settings are not supported",
            ));
        }
        let variables = read_variables(&manifest.variables)?;
        let mut tables = manifest.component;
        let triggers = read_triggers(manifest.trigger, &mut tables)?;
        let components = tables
            .iter()
            .map(|(id, table)| {
                Ok((
                    id.clone(),
                    read_component(id, table, &tables, &variables, folder)?,
                ))
            })
            .collect::<Result<BTreeMap<_, _>>>()?;
        for trigger in &triggers {
            if let Target::Component(id) = &trigger.target
                && !components.contains_key(id)
            {
                return Err(ManifestError::refused(
                    "trigger.http.component",
                    format!("no component {id:?}"),
                ));
            }
        }
        Ok(Self {
            name: manifest.application.name,
            version: manifest.application.version,
            description: manifest.application.description,
            variables,
            triggers,
            components,
        })
    }
}

/// The parser's report as one line.
fn malformed(text: &str, error: &toml::de::Error) -> ManifestError {
    let at = error.span().map_or(0, |span| span.start);
    let line = 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    ManifestError::Malformed {
        line,
        reason: error.message().replace('\n', " "),
    }
}

fn read_variables(tables: &schema::Map<schema::VariableTable>) -> Result<BTreeMap<String, Variable>> {
    let read = |(name, table): (&String, &schema::VariableTable)| {
        let key = format!("variables.{name}");
        if let Some(fault) = variable_name_fault(name) {
            return Err(ManifestError::refused(key, fault));
        }
        match (table.required, &table.default) {
            (true, Some(_)) => Err(ManifestError::refused(
                key,
                "`required` and `default` exclude each other",
            )),
            (false, None) => Err(ManifestError::refused(
                key,
                "needs `default` or `required = true`",
            )),
            (_, default) => Ok((
                name.clone(),
                Variable {
                    default: default.clone(),
                    secret: table.secret,
                },
            )),
        }
    };
    tables.iter().map(read).collect()
}

/// Reads a table whose shape depends on its place; `key` is named in a refusal.
pub fn deserialize<T: for<'a> Deserialize<'a>>(key: &str, value: toml::Value) -> Result<T> {
    value
        .try_into()
        .map_err(|error: toml::de::Error| ManifestError::refused(key, error.message().replace('\n', " ")))
}
