//! The host as a child process.

use crate::database::Database;
use crate::state::{Secrets, State};
use crate::{token, workspace};
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tokio::process::Child;

/// Answered by the host itself, whatever the components do.
const HEALTH: &str = "/.well-known/spin/health";
/// How long it may take to answer; a first start compiles the components.
const START_LIMIT: Duration = Duration::from_secs(120);
const POLL: Duration = Duration::from_millis(20);
/// How long a component may take to begin its response, in seconds. An import is the longest request.
const REQUEST_SECONDS_MAX: &str = "120";
/// Longest request body that reaches a component, in bytes: an import, and a little for the component to refuse.
const BODY_BYTES_MAX: &str = "9437184";
/// How long the schedules' token is valid, in days. A new one is minted at every start.
const JOB_TOKEN_DAYS: u16 = 365;

/// A running host.
pub struct Host {
    process: Child,
    address: SocketAddr,
}

impl Host {
    /// Starts the host, with `others` in its environment. It is in a process group of its own, so that Ctrl-C reaches it once, through [`Host::stop`].
    pub fn start(
        program: &Path,
        state: &State,
        secrets: &Secrets,
        database: &Database,
        address: SocketAddr,
        others: &[(&'static str, &'static str)],
    ) -> Result<Self> {
        let job = token::mint(secrets, &web::Principal::Job, JOB_TOKEN_DAYS)?;
        let mut command = Command::new(program);
        command
            .current_dir(workspace::root())
            .args(["up", "--from", "spin.toml", "--listen", &address.to_string()])
            .args([
                "--request-timeout",
                REQUEST_SECONDS_MAX,
                "--max-body",
                BODY_BYTES_MAX,
            ])
            .arg("--state")
            .arg(state.folder())
            .env("SPIN_VARIABLE_TOKEN_SECRET", &secrets.token)
            .env("SPIN_VARIABLE_SANDBOX_PAY_KEY", &secrets.sandbox_pay)
            .env("SPIN_VARIABLE_SANDBOX_COURIER_KEY", &secrets.sandbox_courier)
            .env("SPIN_VARIABLE_ROOT_KEYS", &secrets.root_keys)
            .env("SPIN_VARIABLE_LOOKUP_SECRET", &secrets.lookup)
            .env("SPIN_VARIABLE_STAFF_SECRET", &secrets.staff)
            // Everybody is who they say, on the developer's own machine and nowhere else.
            .env(
                "SPIN_VARIABLE_SANDBOX_IDENTITY",
                if address.ip().is_loopback() { "on" } else { "off" },
            )
            .env("SPIN_VARIABLE_JOB_TOKEN", job)
            .envs(database.variables())
            .envs(others.iter().copied())
            .stdin(Stdio::null())
            // What it prints there is for those who start it themselves; what components say goes to standard error.
            .stdout(Stdio::null());
        let mut command = tokio::process::Command::from(command);
        let process = command
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .context("starting the host")?;
        Ok(Self { process, address })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until it ends by itself.
    pub async fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.process.wait().await?)
    }

    /// Lets it finish the requests in flight, and waits for its end.
    pub async fn stop(mut self) -> Result<()> {
        if let Some(pid) = self.process.id().and_then(|id| Pid::from_raw(id.cast_signed())) {
            kill_process(pid, Signal::INT)?;
        }
        let status = self.process.wait().await?;
        if !status.success() {
            bail!("the host ended with {status}");
        }
        Ok(())
    }
}

/// Waits until a host answers at `url`.
pub async fn answers(url: &str) -> Result<()> {
    let end = Instant::now() + START_LIMIT;
    let address = url.trim_start_matches("http://").to_owned();
    while tokio::net::TcpStream::connect(&address).await.is_err() {
        if Instant::now() > end {
            bail!("the host does not answer at {url}");
        }
        tokio::time::sleep(POLL).await;
    }
    let health = format!("{url}{HEALTH}");
    tokio::task::spawn_blocking(move || ureq::get(&health).call().map(drop)).await??;
    Ok(())
}
