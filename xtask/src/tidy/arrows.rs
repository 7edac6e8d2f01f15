//! Arrows between our packages point one way: functions → web → {api, storage} → commerce.

use crate::workspace;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use toml::Table;

/// The domain and its contract, what a function may know.
const FUNCTION: &[&str] = &["web", "api", "storage", "commerce"];
/// Functions that are doors of one house.
const DOOR: &[&str] = &["ordering", "web"];
/// What follows an order, seen from the store: it shows orders as the house does.
const FULFILMENT: &[&str] = &["ordering", "web", "api", "storage", "commerce"];
/// Keeps what is private, sealed.
const ACCOUNTS: &[&str] = &["log-in", "vault", "web", "api", "storage", "commerce"];
/// What a log-in is worth, whoever's it is.
const LOG_IN: &[&str] = &["vault", "web", "api", "storage", "commerce"];
/// Holds a provider and its keys, and knows no more than the words that it is asked in.
const PROVIDER_HOLDER: &[&str] = &["provider-door", "api"];
/// A tool or a suite stands outside: it may see everything but the functions, which it meets over HTTP.
const OUTSIDE: &[&str] = &[
    "web",
    "api",
    "storage",
    "commerce",
    "local-edge",
    "test-kit",
    "fake-wechat-pay",
    "postgres-server",
    "log-in",
    "vault",
];

/// The simulation runs functions natively, behind ports of its own.
const PROVED: &[&str] = &[
    "web",
    "storage",
    "commerce",
    "test-kit",
    "catalog",
    "coupons",
    "fulfilment",
    "ordering",
    "projector",
    "stores",
];

/// What a package may depend on, among ours, outside its own tests. `None` for a package that has no place yet.
fn allowed(folder: &str, name: &str) -> Option<&'static [&'static str]> {
    Some(match (folder, name) {
        (
            "crates",
            "commerce" | "local-edge" | "fake-wechat-pay" | "postgres-server" | "promotion-rule"
            | "provider-link" | "sandbox-seal" | "vault",
        ) => &[],
        ("providers", _) => &["promotion-rule", "provider-link", "sandbox-seal", "vault"],
        ("crates", "provider-door") => &["api"],
        ("crates", "api" | "storage") => &["commerce"],
        ("crates", "web") => &["api", "storage", "commerce"],
        ("functions", "checkout" | "orders") => DOOR,
        ("functions", "fulfilment") => FULFILMENT,
        ("functions", "payments" | "couriers" | "identities") => PROVIDER_HOLDER,
        ("functions", "accounts" | "staff") => ACCOUNTS,
        ("crates", "log-in") => LOG_IN,
        ("crates", "test-kit" | "ordering") | ("functions", _) => FUNCTION,
        (".", "prove") => PROVED,
        (".", _) => OUTSIDE,
        _ => return None,
    })
}

/// Every arrow that points the wrong way.
pub fn complaints() -> Result<Vec<String>> {
    let packages = packages()?;
    let mut complaints = Vec::new();
    for (name, (folder, manifest)) in &packages {
        let Some(allowed) = allowed(folder, name) else {
            complaints.push(format!(
                "package `{name}`: say in tidy/arrows.rs what it may depend on"
            ));
            continue;
        };
        let ours = dependencies(manifest)
            .into_iter()
            .filter(|dependency| packages.contains_key(dependency));
        complaints.extend(
            ours.filter(|dependency| !allowed.contains(&dependency.as_str()))
                .map(|dependency| format!("package `{name}` must not depend on `{dependency}`")),
        );
    }
    Ok(complaints)
}

/// Our packages: name to folder and manifest.
fn packages() -> Result<BTreeMap<String, (&'static str, Table)>> {
    let mut packages = BTreeMap::new();
    for (folder, manifest) in manifests()? {
        let text = fs::read_to_string(&manifest)?;
        let table: Table = text.parse().with_context(|| manifest.display().to_string())?;
        let name = table["package"]["name"]
            .as_str()
            .context("a package has a name")?;
        packages.insert(name.to_owned(), (folder, table));
    }
    Ok(packages)
}

fn manifests() -> Result<Vec<(&'static str, PathBuf)>> {
    let root = workspace::root();
    let mut manifests = vec![
        (".", root.join("tests/Cargo.toml")),
        (".", root.join("xtask/Cargo.toml")),
        (".", root.join("bench/Cargo.toml")),
        (".", root.join("prove/Cargo.toml")),
        (".", root.join("bench/baseline/Cargo.toml")),
    ];
    for folder in ["crates", "functions", "providers"] {
        for entry in fs::read_dir(root.join(folder))? {
            manifests.push((folder, entry?.path().join("Cargo.toml")));
        }
    }
    manifests.retain(|(_, manifest)| manifest.is_file());
    Ok(manifests)
}

/// Names of the dependencies for every target, build scripts included.
fn dependencies(manifest: &Table) -> Vec<String> {
    let targets = manifest.get("target").and_then(|value| value.as_table());
    let tables = std::iter::once(manifest).chain(
        targets
            .into_iter()
            .flat_map(|all| all.values().filter_map(|v| v.as_table())),
    );
    tables
        .flat_map(|table| ["dependencies", "build-dependencies"].map(|key| table.get(key)))
        .filter_map(|dependencies| dependencies?.as_table())
        .flat_map(|dependencies| dependencies.keys().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_every_target_count_and_those_of_tests_do_not() {
        let manifest = "[dependencies]\na = '1'\n[dev-dependencies]\nb = '1'\n[target.'cfg(unix)'.dependencies]\nc = '1'";
        assert_eq!(dependencies(&manifest.parse().unwrap()), ["a", "c"]);
    }

    #[test]
    fn core_may_know_nobody_and_a_new_crate_must_find_its_place() {
        assert_eq!(allowed("crates", "commerce"), Some(&[][..]));
        assert_eq!(allowed("crates", "newcomer"), None);
    }
}
