//! The names that a manifest may use.

use std::fmt;
use std::str::FromStr;

use semver::Version;

/// Whether `id` is kebab-case: words of lower-case or of upper-case letters and digits, joined by single hyphens.
pub fn is_kebab_case(id: &str) -> bool {
    is_words(id, '-')
}

/// Whether `label` may name a store or a database: kebab-case or snake_case.
pub fn is_label(label: &str) -> bool {
    is_words(label, '-') || is_words(label, '_')
}

fn is_words(id: &str, separator: char) -> bool {
    id.split(separator).all(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(|first| first.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric())
            && !(word.chars().any(|c| c.is_ascii_lowercase()) && word.chars().any(|c| c.is_ascii_uppercase()))
    })
}

/// Says what is wrong with a variable's name; none when it is valid.
///
/// The rule is Spin's: lower-case letters, digits and single underscores, a letter first and no underscore last.
pub fn variable_name_fault(name: &str) -> Option<String> {
    let bad = name
        .chars()
        .find(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_'));
    if name.is_empty() {
        Some("must not be empty".into())
    } else if let Some(bad) = bad {
        Some(format!(
            "invalid character {bad:?}: lower-case letters, digits and underscores only"
        ))
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        Some("must start with a lower-case letter".into())
    } else if name.ends_with('_') {
        Some("must end with a letter or digit".into())
    } else if name.contains("__") {
        Some("must not contain two underscores in a row".into())
    } else {
        None
    }
}

/// The key of an entry in `dependencies`: which imports the dependency satisfies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DependencyName {
    /// An import without a package.
    Plain(String),
    /// `package:name`, optionally one interface and one version of it.
    Package {
        /// `namespace:name`.
        package: String,
        /// One interface; every interface of the package when absent.
        interface: Option<String>,
        /// One version; every version when absent.
        version: Option<Version>,
    },
}

impl DependencyName {
    /// Whether a component's import of this name is meant.
    pub fn matches(&self, import: &str) -> bool {
        match (self, import.parse()) {
            (Self::Plain(name), _) => name == import,
            (
                Self::Package {
                    package,
                    interface,
                    version,
                },
                Ok(Self::Package {
                    package: their_package,
                    interface: their_interface,
                    version: their_version,
                }),
            ) => {
                *package == their_package
                    && (interface.is_none() || *interface == their_interface)
                    && (version.is_none() || *version == their_version)
            }
            _ => false,
        }
    }
}

impl FromStr for DependencyName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.contains([':', '/', '@']) {
            return match is_kebab_case(text) {
                true => Ok(Self::Plain(text.into())),
                false => Err(format!("{text:?} is not a kebab-case name")),
            };
        }
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => {
                let version = version
                    .parse()
                    .map_err(|_| format!("{version:?} is not a semantic version"))?;
                (name, Some(version))
            }
            None => (text, None),
        };
        let (package, interface) = match name.split_once('/') {
            Some((package, interface)) => (package, Some(interface.to_owned())),
            None => (name, None),
        };
        match package.split_once(':') {
            Some((namespace, name)) if is_kebab_case(namespace) && is_kebab_case(name) => {}
            _ => {
                return Err(format!(
                    "{text:?} is not a package name such as \"namespace:name/interface@1.0.0\""
                ));
            }
        }
        Ok(Self::Package {
            package: package.into(),
            interface,
            version,
        })
    }
}

impl fmt::Display for DependencyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(name) => f.write_str(name),
            Self::Package {
                package,
                interface,
                version,
            } => {
                f.write_str(package)?;
                interface
                    .as_ref()
                    .map_or(Ok(()), |interface| write!(f, "/{interface}"))?;
                version.as_ref().map_or(Ok(()), |version| write!(f, "@{version}"))
            }
        }
    }
}
