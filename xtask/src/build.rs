//! The components and the host.

use crate::say;
use crate::workspace::{self, cargo, output, run};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What components are compiled for.
const TARGET: &str = "wasm32-wasip2";
/// Where they are, within a target folder.
pub const FOLDER: &str = "wasm32-wasip2/edge";

/// The components and the host.
pub fn everything() -> Result<()> {
    components()?;
    host().map(drop)
}

/// Installs the target when it is missing, and builds every component that is not up to date.
pub fn components() -> Result<()> {
    target()?;
    say::timed("components", || compile(&packages()?))
}

/// Builds the unit tests of `vault` for Wasm, as `vectors-vault.wasm` next to the components: its primitives are to be right there.
pub fn vectors() -> Result<()> {
    say::timed("vectors", || {
        let target = workspace::component_target();
        let mut build = cargo(["test", "--profile", "edge", "--target", TARGET, "--target-dir"]);
        build.arg(&target);
        build.args([
            "--package",
            "vault",
            "--lib",
            "--no-run",
            "--message-format",
            "json-render-diagnostics",
        ]);
        let messages = output(&mut build)?;
        let mut programs = messages.lines().rev().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            message["executable"].as_str().map(PathBuf::from)
        });
        let program = programs.next().context("vault has no unit tests")?;
        let vectors = target.join(FOLDER).join("vectors-vault.wasm");
        std::fs::copy(&program, &vectors).with_context(|| vectors.display().to_string())?;
        Ok(())
    })
}

/// Builds one component that `spin.toml` does not name.
pub fn component(package: &str) -> Result<()> {
    say::timed(package, || compile(&[package.to_owned()]))
}

fn compile(packages: &[String]) -> Result<()> {
    compile_elsewhere(workspace::root(), &workspace::component_target(), packages)
}

/// Builds components of a copy of the workspace, into this target folder.
pub fn compile_elsewhere(source: &Path, target: &Path, packages: &[String]) -> Result<()> {
    let mut build = cargo(["build", "--profile", "edge", "--target", TARGET, "--target-dir"]);
    build.arg(target).current_dir(source);
    build.args(packages.iter().flat_map(|name| ["-p", name]));
    run(&mut build)
}

/// Builds the host when it is not up to date, and says where it is.
pub fn host() -> Result<PathBuf> {
    say::timed("host", || run(&mut cargo(["build", "-p", "local-edge"])))?;
    let host = workspace::native_programs()?.join("local-edge");
    if !host.is_file() {
        bail!("{} was not built", host.display());
    }
    Ok(host)
}

/// Installs the target of components when it is missing.
fn target() -> Result<()> {
    let sysroot = output(
        Command::new("rustc")
            .arg("--print")
            .arg("sysroot")
            .current_dir(workspace::root()),
    )?;
    let library = PathBuf::from(sysroot.trim()).join("lib/rustlib").join(TARGET);
    if library.is_dir() {
        return Ok(());
    }
    say::step(&format!("installing the target {TARGET}"));
    let mut add = Command::new("rustup");
    add.current_dir(workspace::root()).args(["target", "add", TARGET]);
    run(&mut add).with_context(|| format!("the Rust toolchain lacks the target {TARGET}"))
}

/// The packages that `spin.toml` builds, one cargo call instead of one for each.
pub fn packages() -> Result<Vec<String>> {
    let text = std::fs::read_to_string(workspace::root().join("spin.toml")).context("reading spin.toml")?;
    packages_of(&text)
}

fn packages_of(manifest: &str) -> Result<Vec<String>> {
    let manifest: toml::Table = manifest.parse().context("spin.toml")?;
    let components = manifest
        .get("component")
        .and_then(toml::Value::as_table)
        .context("spin.toml has components")?;
    let package = |(id, component): (&String, &toml::Value)| {
        let build = component.get("build").and_then(|build| build.get("command"));
        let words = build
            .and_then(toml::Value::as_str)
            .unwrap_or("")
            .rsplit_once(" -p ");
        words
            .map(|(_, package)| package.to_owned())
            .with_context(|| format!("component {id} is built otherwise"))
    };
    components.iter().map(package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_those_of_the_build_commands() {
        let manifest = "[component.a.build]\ncommand = 'cargo build -p x'\n[component.b.build]\ncommand = 'cargo build -p y'";
        assert_eq!(packages_of(manifest).unwrap(), ["x", "y"]);
        assert!(packages_of("[component.c]\nsource = 'c.wasm'").is_err());
    }
}
