//! `check`: what must hold of a database, one invariant after the other.

use crate::database::{self, Place};
use anyhow::{Context, Result, bail};
use std::io::Write;
use storage::invariants::{self, Breach};
use storage::sql::Sql;

/// Print every invariant of a database, and what breaks it; fail when one does not hold. Disturbs nobody who is served.
#[derive(clap::Args, Debug)]
pub struct Check {
    #[command(flatten)]
    place: Place,
}

impl Check {
    /// The command.
    pub fn run(&self) -> Result<()> {
        database::runtime()?.block_on(async { print(&*self.place.ask().await?).await })
    }
}

async fn print(sql: &dyn Sql) -> Result<()> {
    let mut out = std::io::stdout();
    let (mut broken, mut asked) = (0, 0);
    for invariant in invariants::all() {
        let rows = invariants::offending(sql, invariant)
            .await
            .with_context(|| format!("asking whether {}", invariant.name))?;
        asked += 1;
        if rows.is_empty() {
            writeln!(out, "ok: {}", invariant.name)?;
        } else {
            broken += 1;
            writeln!(out, "{}", Breach { invariant, rows })?;
        }
    }
    if broken > 0 {
        bail!("{broken} of {asked} invariants do not hold");
    }
    Ok(())
}
