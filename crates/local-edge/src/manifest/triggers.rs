//! `[[trigger.http]]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::names::is_kebab_case;
use super::read::{Result, deserialize};
use super::schema::{self, ComponentTable, HttpTriggerTable};
use super::{ManifestError, Route, StaticResponse, Target, Trigger};

/// Reads the triggers; components written inside them join `components` under an id of their own.
pub fn read_triggers(
    triggers: schema::Map<Vec<toml::Table>>,
    components: &mut schema::Map<ComponentTable>,
) -> Result<Vec<Trigger>> {
    let mut read = Vec::new();
    for (kind, tables) in triggers {
        if kind != "http" {
            return Err(ManifestError::refused(
                format!("trigger.{kind}"),
                "only http triggers are supported",
            ));
        }
        for table in tables {
            read.push(read_trigger(table, components)?);
        }
    }
    Ok(read)
}

fn read_trigger(table: toml::Table, components: &mut schema::Map<ComponentTable>) -> Result<Trigger> {
    let refused = |key: &str, reason: &str| ManifestError::refused(format!("trigger.http.{key}"), reason);
    let table: HttpTriggerTable = deserialize("trigger.http", table.into())?;
    if table
        .executor
        .as_ref()
        .is_some_and(|e| !matches!(e.get("type"), Some(toml::Value::String(t)) if t == "http" || t == "spin"))
    {
        return Err(refused("executor", "only the http executor is supported"));
    }
    if !table.components.is_empty() {
        return Err(refused("components", "additional components are not supported"));
    }
    if !table.dependencies.is_empty() {
        return Err(refused("dependencies", "middleware is not supported"));
    }
    let route = match table.route {
        toml::Value::String(pattern) => Route::Public(pattern),
        toml::Value::Table(t) if t.len() == 1 && t.get("private") == Some(&toml::Value::Boolean(true)) => {
            Route::Private
        }
        _ => return Err(refused("route", "must be a path pattern or { private = true }")),
    };
    let target = match (table.component, table.static_response) {
        (Some(toml::Value::String(id)), None) => Target::Component(id),
        (Some(toml::Value::Table(inline)), None) => {
            let id = inline_component_id(&table.id, components);
            components.insert(id.clone(), deserialize("trigger.http.component", inline.into())?);
            Target::Component(id)
        }
        (None, Some(response)) => Target::Static(read_static_response(response)?),
        (None, None) => {
            return Err(refused(
                "component",
                "a trigger needs a component or a static_response",
            ));
        }
        (Some(_), Some(_)) => return Err(refused("component", "excludes static_response")),
        (Some(_), None) => return Err(refused("component", "must be an id or a component table")),
    };
    Ok(Trigger { route, target })
}

fn inline_component_id(trigger: &str, taken: &schema::Map<ComponentTable>) -> String {
    let natural = format!("{trigger}-component");
    if !trigger.is_empty() && is_kebab_case(&natural) && !taken.contains_key(&natural) {
        return natural;
    }
    (1..)
        .map(|n| format!("inline-component{n}"))
        .find(|id| !taken.contains_key(id))
        .unwrap_or_default()
}

fn read_static_response(table: toml::Table) -> Result<StaticResponse> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        #[serde(default = "ok")]
        status_code: u16,
        #[serde(default)]
        headers: BTreeMap<String, String>,
        #[serde(default)]
        body: String,
    }
    fn ok() -> u16 {
        200
    }
    let shape: Shape = deserialize("trigger.http.static_response", table.into())?;
    Ok(StaticResponse {
        status: shape.status_code,
        headers: shape.headers.into_iter().collect(),
        body: shape.body,
    })
}
