//! Proofs over HTTP on the built components: `tests/tests/proofs`.

use crate::postgres::Postgres;
use crate::workspace::{cargo, run};
use crate::{build, say};
use anyhow::Result;

/// Runs them on SQLite, and on a Postgres server.
pub fn prove(postgres: Option<&Postgres>, is_full: bool) -> Result<()> {
    if let Some(postgres) = postgres {
        postgres.demand_programs()?;
    }
    build::everything()?;
    say::timed("over HTTP on SQLite", || on("sqlite", None, is_full))?;
    match postgres {
        Some(_) => say::timed("over HTTP on Postgres", || on("postgres", postgres, is_full)),
        None => Ok(()),
    }
}

fn on(database: &str, postgres: Option<&Postgres>, is_full: bool) -> Result<()> {
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
    tests.envs(postgres.into_iter().flat_map(Postgres::environment));
    tests.envs(is_full.then_some(("MENDIAN_PROOFS", "full")));
    run(&mut tests)
}
