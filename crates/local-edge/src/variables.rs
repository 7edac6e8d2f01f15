//! Application variables: templates, and where values come from.

use std::collections::BTreeMap;

use crate::manifest::{Application, Variable};

/// Prefix of environment variables that set application variables, as in Spin.
pub const ENVIRONMENT_PREFIX: &str = "SPIN_VARIABLE_";

/// Why variables cannot be resolved.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum VariableError {
    /// Required variables that nothing gives a value to.
    #[error("variables.{}: no value; set {}", names.join(", "), environment_names(names))]
    Missing {
        /// Their names.
        names: Vec<String>,
    },
    /// A value was given for a variable that the manifest does not declare.
    #[error("variables.{name}: given, but not declared in the manifest")]
    Undeclared {
        /// Its name.
        name: String,
    },
    /// `{{` without `}}`, or a name that is not declared.
    #[error("{key}: {reason}")]
    Template {
        /// The manifest key that holds the template.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
}

fn environment_names(names: &[String]) -> String {
    let of = |name: &String| format!("{ENVIRONMENT_PREFIX}{}", name.to_ascii_uppercase());
    names.iter().map(of).collect::<Vec<_>>().join(", ")
}

/// The application's variables, each with its value.
#[derive(Clone, Default)]
pub struct Variables {
    values: BTreeMap<String, String>,
}

impl Variables {
    /// Takes each value from `given`, else from `environment` (asked for `SPIN_VARIABLE_NAME`), else the default.
    pub fn resolve(
        declared: &BTreeMap<String, Variable>,
        given: &BTreeMap<String, String>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, VariableError> {
        if let Some(name) = given.keys().find(|name| !declared.contains_key(*name)) {
            return Err(VariableError::Undeclared { name: name.clone() });
        }
        let mut values = BTreeMap::new();
        let mut missing = Vec::new();
        for (name, variable) in declared {
            let from_environment =
                || environment(&format!("{ENVIRONMENT_PREFIX}{}", name.to_ascii_uppercase()));
            match given
                .get(name)
                .cloned()
                .or_else(from_environment)
                .or_else(|| variable.default.clone())
            {
                Some(value) => _ = values.insert(name.clone(), value),
                None => missing.push(name.clone()),
            }
        }
        if missing.is_empty() {
            Ok(Self { values })
        } else {
            Err(VariableError::Missing { names: missing })
        }
    }

    /// The value of a declared variable.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Replaces every `{{ name }}` in `template`. `key` is named in an error.
    pub fn expand(&self, key: &str, template: &str) -> Result<String, VariableError> {
        let fault = |reason: String| VariableError::Template {
            key: key.into(),
            reason,
        };
        let mut expanded = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((literal, after)) = rest.split_once("{{") {
            let Some((name, after)) = after.split_once("}}") else {
                return Err(fault("`{{` without `}}`".into()));
            };
            let name = name.trim();
            expanded.push_str(literal);
            expanded.push_str(
                self.get(name)
                    .ok_or_else(|| fault(format!("no variable {name:?}")))?,
            );
            rest = after;
        }
        Ok(expanded + rest)
    }

    /// The variables that a component may read, with their values.
    pub fn of_component(
        &self,
        app: &Application,
        id: &str,
    ) -> Result<BTreeMap<String, String>, VariableError> {
        let Some(component) = app.components.get(id) else {
            return Ok(BTreeMap::new());
        };
        let expand = |(name, template): (&String, &String)| {
            let key = format!("component.{id}.variables.{name}");
            Ok((name.clone(), self.expand(&key, template)?))
        };
        component.variables.iter().map(expand).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared() -> BTreeMap<String, Variable> {
        let variable = |default: Option<&str>| Variable {
            default: default.map(Into::into),
            secret: false,
        };
        [("host", variable(Some("a.example"))), ("token", variable(None))]
            .map(|(n, v)| (n.into(), v))
            .into()
    }

    fn given(name: &str, value: &str) -> BTreeMap<String, String> {
        BTreeMap::from([(name.into(), value.into())])
    }

    #[test]
    fn what_is_given_wins_over_the_environment_and_that_over_the_default() {
        let environment = |name: &str| (name == "SPIN_VARIABLE_HOST").then(|| "env.example".into());
        let both = Variables::resolve(&declared(), &given("token", "t"), environment).unwrap();
        assert_eq!(
            (both.get("host"), both.get("token")),
            (Some("env.example"), Some("t"))
        );
        let none = Variables::resolve(&declared(), &given("token", "t"), |_| None).unwrap();
        assert_eq!(none.get("host"), Some("a.example"));
    }

    #[test]
    fn a_required_variable_without_a_value_is_named() {
        let error = Variables::resolve(&declared(), &BTreeMap::new(), |_| None)
            .err()
            .unwrap();
        assert_eq!(
            error.to_string(),
            "variables.token: no value; set SPIN_VARIABLE_TOKEN"
        );
    }

    #[test]
    fn a_value_for_an_undeclared_variable_is_refused() {
        let error = Variables::resolve(&declared(), &given("tokne", "t"), |_| None)
            .err()
            .unwrap();
        assert_eq!(error, VariableError::Undeclared { name: "tokne".into() });
    }

    #[test]
    fn templates_are_expanded_in_place() {
        let variables = Variables::resolve(&declared(), &given("token", "t"), |_| None).unwrap();
        for (template, expected) in [
            ("plain", "plain"),
            ("{{host}}", "a.example"),
            ("http://{{ host }}:{{ token }}/", "http://a.example:t/"),
            ("}} {", "}} {"),
        ] {
            assert_eq!(variables.expand("k", template).unwrap(), expected);
        }
        assert_eq!(
            variables.expand("k", "{{ nope }}").unwrap_err().to_string(),
            "k: no variable \"nope\""
        );
        assert_eq!(
            variables.expand("k", "{{ host").unwrap_err().to_string(),
            "k: `{{` without `}}`"
        );
    }
}
