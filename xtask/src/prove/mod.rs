//! `prove`: builds what proves, provides Postgres, and runs it; or shows that the tests find defects.

mod defects;
mod over_http;
mod scratch;

use crate::postgres::{Install, Postgres};
use crate::say;
use crate::workspace::{self, cargo, run};
use anyhow::Result;
use std::process::Command;

const PROGRAM: &str = "prove";

/// Prove by machine-made faults and races that stock, coupons and money add up.
#[derive(clap::Args, Debug)]
pub struct Prove {
    /// Replay one seed of the simulation, and say what happens.
    #[arg(long, value_name = "N", conflicts_with_all = ["full", "defects"])]
    seed: Option<u64>,
    /// Replay it on Postgres.
    #[arg(long, requires = "seed")]
    postgres: bool,
    /// The full size, which takes hours.
    #[arg(long)]
    full: bool,
    /// Put known defects into a copy of the source, one at a time, and demand that a test finds each.
    #[arg(long)]
    defects: bool,
    /// Only the defects whose name holds this.
    #[arg(long, value_name = "WORDS", requires = "defects")]
    only: Option<String>,
    /// Leave out Postgres.
    #[arg(long)]
    quick: bool,
    /// Never install a package for Postgres.
    #[arg(long)]
    no_install: bool,
}

impl Prove {
    /// The command.
    pub fn run(&self) -> Result<()> {
        let install = match self.no_install {
            true => Install::Forbidden,
            false => Install::Allowed,
        };
        if self.defects {
            return defects::prove(self.only.as_deref(), install);
        }
        let needs_postgres = self.postgres || (self.seed.is_none() && !self.quick);
        let postgres = needs_postgres.then(|| Postgres::provide(install)).transpose()?;
        let mut arguments = Vec::new();
        if let Some(seed) = self.seed {
            arguments.extend(["--seed".to_owned(), seed.to_string()]);
        }
        arguments.extend(self.postgres.then(|| "--postgres".to_owned()));
        arguments.extend(self.full.then(|| "--full".to_owned()));
        let postgres_url = postgres.as_ref().map(Postgres::url);
        simulate(&arguments, postgres_url)?;
        match self.seed {
            Some(_) => Ok(()),
            None => over_http::prove(postgres.as_ref(), self.full),
        }
    }
}

/// Builds and runs the simulation.
pub fn simulate(arguments: &[String], postgres_url: Option<&str>) -> Result<()> {
    say::timed(PROGRAM, || run(&mut cargo(["build", "-p", PROGRAM])))?;
    let mut program = Command::new(workspace::native_programs()?.join(PROGRAM));
    program.current_dir(workspace::root()).args(arguments);
    match postgres_url {
        Some(url) => program.env("DATABASE_URL", url),
        None => program.env_remove("DATABASE_URL"),
    };
    run(&mut program)
}
