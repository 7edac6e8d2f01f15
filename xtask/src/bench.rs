//! `bench`: builds what is measured and what measures, provides Postgres, and runs the measurement.

use crate::postgres::{Install, Postgres};
use crate::workspace::{self, cargo, run};
use crate::{build, say};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The component that everything is measured beside, and the program that measures.
const BASELINE: &str = "baseline";
const PROGRAM: &str = "bench";
/// The sections that need no Postgres.
const WITHOUT_POSTGRES: [&str; 4] = ["platform", "flat", "log-in", "start"];

/// Measure the application beside the least that the platform can do; print one table.
#[derive(clap::Args, Debug)]
pub struct Bench {
    /// Short windows and few rounds: shows that it works, and little more.
    #[arg(long)]
    quick: bool,
    /// Only this section: platform, flat, checkout, contention, counter, flash-sale, log-in or start. May be repeated.
    #[arg(long, value_name = "SECTION")]
    only: Vec<String>,
    /// Where the figures go.
    #[arg(long, value_name = "FILE", default_value = "target/bench.json")]
    json: PathBuf,
    /// Fail when a target is missed.
    #[arg(long)]
    check: bool,
    /// Never install a package for Postgres.
    #[arg(long)]
    no_install: bool,
}

impl Bench {
    /// The command.
    pub fn run(&self) -> Result<()> {
        build::components()?;
        build::component(BASELINE)?;
        build::host()?;
        say::timed(PROGRAM, || run(&mut cargo(["build", "-p", PROGRAM])))?;
        let program = workspace::native_programs()?.join(PROGRAM);
        if !program.is_file() {
            bail!("{} was not built", program.display());
        }
        let postgres = self.postgres()?;
        let mut bench = Command::new(program);
        bench.current_dir(workspace::root()).arg("--json").arg(&self.json);
        if self.quick {
            bench.arg("--quick");
        }
        if self.check {
            bench.arg("--check");
        }
        bench.args(self.only.iter().flat_map(|section| ["--only", section]));
        bench.envs(postgres.iter().flat_map(Postgres::environment));
        run(&mut bench)
    }

    fn postgres(&self) -> Result<Option<Postgres>> {
        let needs_none = |section: &String| WITHOUT_POSTGRES.contains(&section.as_str());
        if !self.only.is_empty() && self.only.iter().all(needs_none) {
            return Ok(None);
        }
        say::step("Postgres");
        let install = match self.no_install {
            true => Install::Forbidden,
            false => Install::Allowed,
        };
        Postgres::provide(install).map(Some)
    }
}
