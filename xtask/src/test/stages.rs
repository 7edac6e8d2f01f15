//! The stages and their times.

use super::Engine;
use crate::postgres::Postgres;
use crate::say;
use crate::workspace::{cargo, on_path, run};
use anyhow::Result;
use std::process::Command;
use std::time::{Duration, Instant};

/// The package that calls the built components over HTTP.
const END_TO_END: &str = "end-to-end";

/// What the end-to-end suite keeps its data in.
#[derive(Clone, Copy)]
pub enum Database<'a> {
    /// A file for each test.
    Sqlite,
    /// A database for each test, on this server.
    Postgres(&'a Postgres),
}

/// Stages that have ended, with the time that each took.
#[derive(Default)]
pub struct Stages(Vec<(&'static str, Duration, bool)>);

impl Stages {
    /// Runs a stage.
    pub fn run<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        say::step(name);
        let start = Instant::now();
        let done = work();
        self.0.push((name, start.elapsed(), done.is_ok()));
        done
    }

    /// Prints every stage with its time.
    pub fn print(&self) {
        say::step("stages");
        for (name, took, passed) in &self.0 {
            let mark = if *passed { "ok" } else { "FAILED" };
            say::detail(&format!("{name:<32} {:>9}  {mark}", say::seconds(*took)));
        }
        let total = self.0.iter().map(|(_, took, _)| *took).sum();
        say::detail(&format!("{:<32} {:>9}", "total", say::seconds(total)));
    }
}

/// Unit tests, property tests and functions called natively; documentation examples too.
pub fn native(postgres: Option<&Postgres>) -> Result<()> {
    let mut tests = match has_nextest() {
        // The same selection of packages as for the end-to-end suite, so that dependencies are built once.
        true => cargo([
            "nextest",
            "run",
            "--workspace",
            "--filterset",
            &format!("not package({END_TO_END})"),
        ]),
        false => cargo([
            "test",
            "--workspace",
            "--exclude",
            END_TO_END,
            "--lib",
            "--bins",
            "--tests",
        ]),
    };
    run(tests.envs(postgres.into_iter().flat_map(Postgres::environment)))?;
    run(&mut cargo(["test", "--workspace", "--doc", "--quiet"]))
}

/// The built components on an engine.
pub fn end_to_end(engine: Engine, database: Database<'_>) -> Result<()> {
    let mut tests = match has_nextest() {
        true => cargo([
            "nextest",
            "run",
            "--workspace",
            "--filterset",
            &format!("package({END_TO_END})"),
        ]),
        false => cargo(["test", "--package", END_TO_END]),
    };
    let engine = match engine {
        Engine::Local => "local",
        Engine::Spin => "spin",
    };
    tests.env("MENDIAN_ENGINE", engine);
    match database {
        Database::Sqlite => tests.env("MENDIAN_DATABASE", "sqlite"),
        Database::Postgres(postgres) => tests
            .env("MENDIAN_DATABASE", "postgres")
            .envs(postgres.environment()),
    };
    run(&mut tests)
}

fn has_nextest() -> bool {
    on_path("cargo-nextest").is_some()
        && Command::new("cargo-nextest")
            .args(["nextest", "--version"])
            .output()
            .is_ok_and(|out| out.status.success())
}
