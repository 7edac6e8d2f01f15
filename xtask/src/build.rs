//! The components and the host.

use crate::say;
use crate::workspace::{self, cargo, output, run};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// What components are compiled for.
const TARGET: &str = "wasm32-wasip2";
/// The packages of `spin.toml`'s components.
pub const COMPONENTS: [&str; 7] = [
    "stores",
    "catalog",
    "checkout",
    "coupons",
    "analytics",
    "portal",
    "sandbox-pay",
];

/// The components and the host.
pub fn everything() -> Result<()> {
    components()?;
    host().map(drop)
}

/// Installs the target when it is missing, and builds every component that is not up to date.
pub fn components() -> Result<()> {
    target()?;
    say::timed("components", || {
        let mut build = cargo(["build", "--profile", "edge", "--target", TARGET, "--target-dir"]);
        build.arg(workspace::component_target());
        build.args(COMPONENTS.iter().flat_map(|name| ["-p", name]));
        run(&mut build)
    })
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
