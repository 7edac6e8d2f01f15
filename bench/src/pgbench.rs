//! `pgbench`: the same work by statements that are sent one after the other, on the same server.

use crate::application::Database;
use crate::figures::Turn;
use crate::load::Answers;
use crate::race::Contestant;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use url::Url;

/// Threads of the program; it is one of two that share the cores.
const THREADS: &str = "2";
const PORT: u16 = 5_432;

/// The program with a script.
pub struct Pgbench {
    program: PathBuf,
    url: Url,
    folder: PathBuf,
}

impl Pgbench {
    /// A script, to be run on a database; `folder` is for this one alone. `None` where the program is not there.
    pub fn new(
        programs: Option<&Path>,
        database: &Database,
        folder: PathBuf,
        script: &str,
    ) -> Result<Option<Self>> {
        let (Some(programs), Database::Postgres { url, .. }) = (programs, database) else {
            return Ok(None);
        };
        let program = programs.join("pgbench");
        if !program.is_file() {
            return Ok(None);
        }
        fs::write(folder.join("script"), script)?;
        Ok(Some(Self {
            program,
            url: url.parse()?,
            folder,
        }))
    }

    /// As one of those who are compared.
    pub fn contestant(self) -> Contestant {
        Contestant::Other(Box::new(move |clients, window| self.run(clients, window)))
    }

    fn run(&self, clients: usize, window: Duration) -> Result<Answers> {
        let logs = self.folder.join("logs");
        if logs.exists() {
            fs::remove_dir_all(&logs)?;
        }
        fs::create_dir(&logs)?;
        // Whole seconds are all that it knows.
        let seconds = window.as_secs_f64().ceil();
        let mut pgbench = Command::new(&self.program);
        pgbench
            .args([
                "--no-vacuum",
                "--protocol",
                "prepared",
                "--jobs",
                THREADS,
                "--log",
            ])
            .args(["--client", &clients.to_string(), "--time", &seconds.to_string()])
            .arg("--log-prefix")
            .arg(logs.join("log"))
            .arg("--file")
            .arg(self.folder.join("script"))
            .args(["--host", self.url.host_str().context("a host")?])
            .args(["--port", &self.url.port().unwrap_or(PORT).to_string()])
            .args(["--username", self.url.username()])
            .arg(self.url.path().trim_start_matches('/'))
            .env("PGPASSWORD", self.url.password().unwrap_or_default());
        let output = pgbench.output().context("starting pgbench")?;
        if !output.status.success() {
            bail!("pgbench: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        read(&logs)
    }
}

/// One line for each transaction: client, number, microseconds, script, and when it ended, in seconds and microseconds.
fn read(logs: &Path) -> Result<Answers> {
    let (mut times_us, mut first_us, mut last_us) = (Vec::new(), u64::MAX, 0);
    for log in fs::read_dir(logs)? {
        for line in fs::read_to_string(log?.path())?.lines() {
            let fields: Vec<u64> = line
                .split(' ')
                .map(str::parse)
                .collect::<Result<_, _>>()
                .with_context(|| line.to_owned())?;
            let [_, _, took_us, _, ended_s, ended_us, ..] = fields[..] else {
                bail!("pgbench's log: {line}");
            };
            let end_us = ended_s * 1_000_000 + ended_us;
            first_us = first_us.min(end_us.saturating_sub(took_us));
            last_us = last_us.max(end_us);
            times_us.push(u32::try_from(took_us).unwrap_or(u32::MAX));
        }
    }
    let duration = Duration::from_micros(last_us.saturating_sub(first_us).max(1));
    Ok(Answers {
        turn: Turn::of(times_us, duration),
        failed: 0,
        first_failure: None,
    })
}
