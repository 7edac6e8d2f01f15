//! Formatting, lints and tidiness.

use crate::workspace::{self, cargo};
use crate::{say, tidy};
use anyhow::{Result, bail};

/// Everything that can be said of the code without running it.
pub fn run() -> Result<()> {
    say::timed("formatting", || {
        workspace::run(&mut cargo(["fmt", "--all", "--check"]))
    })?;
    say::timed("tidiness", || match tidy::complaints()? {
        complaints if complaints.is_empty() => Ok(()),
        complaints => bail!("{}", complaints.join("\n       ")),
    })?;
    say::timed("lints", || {
        workspace::run(&mut cargo([
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]))
    })
}
