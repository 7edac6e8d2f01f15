//! `test`: everything that must hold, in the order in which it fails soonest.

mod fuzz;
mod stages;

use crate::postgres::{Install, Postgres};
use crate::{build, lint, prove, workspace};
use anyhow::{Result, bail};
use clap::ValueEnum;
use stages::{Database, Stages};

/// What runs the components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The embedded host, in process.
    Local,
    /// The `spin` on PATH.
    Spin,
}

/// Check and test everything.
#[derive(clap::Args, Debug)]
pub struct Test {
    /// What runs the components; with `spin` only the end-to-end suite runs.
    #[arg(long, value_enum, default_value_t = Engine::Local)]
    engine: Engine,
    /// Leave out Postgres and the fuzzing of the contract.
    #[arg(long)]
    quick: bool,
    /// Never install a package for Postgres.
    #[arg(long)]
    no_install: bool,
}

impl Test {
    /// The command.
    pub fn run(&self) -> Result<()> {
        let mut stages = Stages::default();
        let done = self.stages(&mut stages);
        stages.print();
        done
    }

    fn stages(&self, stages: &mut Stages) -> Result<()> {
        if self.engine == Engine::Spin && workspace::on_path("spin").is_none() {
            bail!("no `spin` on PATH");
        }
        let postgres = if self.quick {
            None
        } else {
            Some(self.postgres(stages)?)
        };
        let postgres = postgres.as_ref();
        let url = postgres.map(Postgres::url);
        if self.engine == Engine::Local {
            stages.run("formatting, tidiness, lints", lint::run)?;
            stages.run("native tests", || stages::native(postgres))?;
            stages.run("simulation", || prove::simulate(&[], url))?;
        }
        stages.run("components and host", build::everything)?;
        stages.run("vectors for Wasm", build::vectors)?;
        stages.run("end to end on SQLite", || {
            stages::end_to_end(self.engine, Database::Sqlite)
        })?;
        if let Some(postgres) = postgres {
            stages.run("end to end on Postgres", || {
                stages::end_to_end(self.engine, Database::Postgres(postgres))
            })?;
        }
        if self.engine == Engine::Local && !self.quick {
            stages.run("fuzzing the contract", fuzz::run_stage)?;
        }
        Ok(())
    }

    fn postgres(&self, stages: &mut Stages) -> Result<Postgres> {
        let install = if self.no_install {
            Install::Forbidden
        } else {
            Install::Allowed
        };
        stages.run("Postgres", || Postgres::provide(install))
    }
}
