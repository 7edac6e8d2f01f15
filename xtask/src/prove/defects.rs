//! Known defects: each is put into a copy of the source, and the test that is there against it must find it.

use super::scratch::Scratch;
use crate::build;
use crate::postgres::{Install, Postgres};
use crate::say;
use crate::workspace::{self, cargo};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The list, from the root of the workspace.
const LIST: &str = "prove/defects.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    defect: Vec<Defect>,
}

/// A defect.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defect {
    /// What is wrong then.
    name: String,
    /// The file, from the root of the workspace.
    file: String,
    /// What stands there, once.
    find: String,
    /// What stands there instead.
    replace: String,
    /// Arguments of `cargo test` that must find it.
    test: Vec<String>,
    /// Packages of the components that it gets into, where the test calls those.
    #[serde(default)]
    components: Vec<String>,
    /// Whether the test needs a Postgres server to find it.
    #[serde(default)]
    postgres: bool,
}

/// Puts every defect in, or those whose name holds `only`, and prints which were found.
pub fn prove(only: Option<&str>, install: Install) -> Result<()> {
    let text = std::fs::read_to_string(workspace::root().join(LIST)).with_context(|| LIST.to_owned())?;
    let List { defect: mut defects } = toml::from_str(&text).with_context(|| LIST.to_owned())?;
    defects.retain(|defect| only.is_none_or(|words| defect.name.contains(words)));
    // What one test needs is compiled for one defect after the other, not anew after each test of another package.
    defects.sort_by(|one, other| (&one.test, &one.file).cmp(&(&other.test, &other.file)));
    let needs_postgres = defects.iter().any(|defect| defect.postgres);
    let postgres = needs_postgres.then(|| Postgres::provide(install)).transpose()?;
    let server = postgres.as_ref();
    let scratch = say::timed("copying the source", Scratch::of_source)?;
    if defects.iter().any(|defect| !defect.components.is_empty()) {
        build::components()?;
        take_sound_components(&scratch)?;
    }
    say::timed("tests of sound source", || {
        sound_source_passes(&scratch, &defects, server)
    })?;
    let mut failures = 0;
    for defect in &defects {
        let start = Instant::now();
        let verdict = verdict(&scratch, defect, server);
        let words = match &verdict {
            Ok(true) => "found".to_owned(),
            Ok(false) => "NOT FOUND".to_owned(),
            Err(error) => format!("ERROR: {error:#}"),
        };
        failures += usize::from(!matches!(verdict, Ok(true)));
        println!(
            "{:>7}  {:<70}  {words}",
            say::seconds(start.elapsed()),
            defect.name
        );
    }
    println!("{} of {} defects found", defects.len() - failures, defects.len());
    if failures > 0 {
        bail!("{failures} defects were not found");
    }
    Ok(())
}

/// What fails without a defect shows nothing.
fn sound_source_passes(scratch: &Scratch, defects: &[Defect], server: Option<&Postgres>) -> Result<()> {
    let tests: BTreeSet<&Vec<String>> = defects.iter().map(|defect| &defect.test).collect();
    for test in tests {
        compiles(scratch.folder(), test)?;
        match run(scratch.folder(), test, server)? {
            Ran::Passed => {}
            Ran::Nothing => bail!("`cargo test {}` runs no test", test.join(" ")),
            Ran::Failed => bail!("`cargo test {}` fails on sound source", test.join(" ")),
        }
    }
    Ok(())
}

/// Whether the test finds the defect. One that does not compile would be found by no test.
fn verdict(scratch: &Scratch, defect: &Defect, server: Option<&Postgres>) -> Result<bool> {
    let _repair = scratch.damage(&defect.file, &defect.find, &defect.replace)?;
    if !defect.components.is_empty() {
        // What the defect before this one left is put right.
        take_sound_components(scratch)?;
        build::compile_elsewhere(scratch.folder(), &compiled(), &defect.components)?;
        scratch.take_components(&compiled(), &defect.components)?;
    }
    compiles(scratch.folder(), &defect.test)?;
    Ok(run(scratch.folder(), &defect.test, server)? == Ran::Failed)
}

fn take_sound_components(scratch: &Scratch) -> Result<()> {
    scratch.take_components(&workspace::component_target(), &build::packages()?)
}

fn compiles(folder: &Path, test: &[String]) -> Result<()> {
    let mut command = command(folder);
    let (selection, _) = split(test);
    workspace::output(command.arg("--no-run").args(selection)).map(drop)
}

/// What came of tests.
#[derive(Debug, PartialEq, Eq)]
enum Ran {
    Passed,
    Failed,
    /// None has such a name.
    Nothing,
}

fn run(folder: &Path, test: &[String], server: Option<&Postgres>) -> Result<Ran> {
    let mut command = command(folder);
    command.envs(server.into_iter().flat_map(Postgres::environment));
    let (selection, names) = split(test);
    command.args(selection).arg("--").args(names);
    let output = command.stderr(Stdio::null()).output().context("starting cargo")?;
    let words = String::from_utf8_lossy(&output.stdout);
    let mut counts = words.lines().filter_map(|line| line.strip_prefix("running "));
    Ok(
        match (
            output.status.success(),
            counts.any(|count| !count.starts_with("0 ")),
        ) {
            (false, _) => Ran::Failed,
            (true, true) => Ran::Passed,
            (true, false) => Ran::Nothing,
        },
    )
}

/// What is compiled, and, after `--`, which of its tests run.
fn split(test: &[String]) -> (&[String], &[String]) {
    match test.iter().position(|word| word == "--") {
        Some(at) => (&test[..at], &test[at + 1..]),
        None => (test, &[]),
    }
}

/// All defects share a folder of compiled packages, which is not that of the workspace: cargo would take the one tree's for a
/// change of the other's.
fn command(folder: &Path) -> Command {
    let mut command = cargo(["test", "--quiet", "--target-dir"]);
    command.arg(compiled()).current_dir(folder);
    command
}

fn compiled() -> PathBuf {
    workspace::component_target().join("defects-compiled")
}
