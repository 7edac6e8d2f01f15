//! From the file's tables to the checked model.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use super::names::{is_kebab_case, is_label, variable_name_fault};
use super::schema::{self, ComponentTable, DependencyTable, HttpTriggerTable, Manifest, ScheduleTable};
use super::{
    Application, Component, Dependency, Inherit, Job, ManifestError, Route, StaticResponse, Target, Trigger,
    Variable,
};

type Result<T> = std::result::Result<T, ManifestError>;

/// The tool table that holds schedules.
const SCHEDULE_TOOL: &str = "schedule";

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

/// Reads the triggers; components written inside them join `components` under an id of their own.
fn read_triggers(
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

fn read_component(
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

fn read_source(id: &str, table: &ComponentTable, folder: &Path) -> Result<std::path::PathBuf> {
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

fn read_schedule(
    id: &str,
    table: &ComponentTable,
    variables: &BTreeMap<String, Variable>,
) -> Result<Vec<Job>> {
    let key = format!("component.{id}.tool.{SCHEDULE_TOOL}");
    let Some(tool) = table.tool.get(SCHEDULE_TOOL) else {
        return Ok(Vec::new());
    };
    let shape: ScheduleTable = deserialize(&key, tool.clone().into())?;
    let read = |job: schema::JobTable| {
        let refused =
            |field: &str, reason: String| Err(ManifestError::refused(format!("{key}.jobs.{field}"), reason));
        let Some(every) = interval(&job.every) else {
            return refused(
                "every",
                format!(
                    "{:?} is not an interval such as \"500ms\", \"5s\", \"10m\" or \"1h\"",
                    job.every
                ),
            );
        };
        if !job.path.starts_with('/') {
            return refused("path", format!("{:?} must start with a slash", job.path));
        }
        if let Some(name) = job
            .token_variable
            .as_ref()
            .filter(|name| !variables.contains_key(*name))
        {
            return refused("token_variable", format!("no application variable {name:?}"));
        }
        let method = job.method.unwrap_or_else(|| "POST".into());
        Ok(Job {
            every,
            method,
            path: job.path,
            token_variable: job.token_variable,
        })
    };
    shape.jobs.into_iter().map(read).collect()
}

/// `"5s"`: a positive whole number and one of `ms`, `s`, `m`, `h`.
fn interval(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text[..digits].parse().ok().filter(|number| *number > 0)?;
    match &text[digits..] {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => number.checked_mul(60).map(Duration::from_secs),
        "h" => number.checked_mul(3600).map(Duration::from_secs),
        _ => None,
    }
}

fn deserialize<T: for<'a> Deserialize<'a>>(key: &str, value: toml::Value) -> Result<T> {
    value
        .try_into()
        .map_err(|error: toml::de::Error| ManifestError::refused(key, error.message().replace('\n', " ")))
}
