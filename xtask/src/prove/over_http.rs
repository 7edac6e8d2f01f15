//! Proofs over HTTP on the built components: `tests/tests/proofs`.

use crate::workspace::{cargo, run};
use crate::{build, say};
use anyhow::Result;

/// Runs them on SQLite, and on the Postgres server of a URL.
pub fn prove(postgres_url: Option<&str>, is_full: bool) -> Result<()> {
    build::components()?;
    say::timed("over HTTP on SQLite", || on("sqlite", None, is_full))?;
    match postgres_url {
        Some(url) => say::timed("over HTTP on Postgres", || on("postgres", Some(url), is_full)),
        None => Ok(()),
    }
}

fn on(database: &str, postgres_url: Option<&str>, is_full: bool) -> Result<()> {
    // The same selection of packages as for all other tests, so that dependencies are built once.
    let mut tests = cargo([
        "test",
        "--workspace",
        "--test",
        "proofs",
        "--",
        "--test-threads",
        "1",
    ]);
    tests
        .env("MENDIAN_ENGINE", "local")
        .env("MENDIAN_DATABASE", database);
    tests.envs(postgres_url.map(|url| ("DATABASE_URL", url)));
    tests.envs(is_full.then_some(("MENDIAN_PROOFS", "full")));
    run(&mut tests)
}
