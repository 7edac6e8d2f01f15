//! The host in a process of its own.

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long it may take to answer; without compiled components it has to compile them.
const START_LIMIT: Duration = Duration::from_secs(300);
/// Between two looks whether it listens: what a start is measured to.
const POLL: Duration = Duration::from_millis(1);

/// How to start it.
pub struct Start<'a> {
    /// The host.
    pub program: &'a Path,
    /// What it serves.
    pub manifest: PathBuf,
    /// Its databases and stores.
    pub state: &'a Path,
    /// Its compiled components.
    pub cache: &'a Path,
    /// The application's variables.
    pub variables: Vec<(String, String)>,
    /// Whether it runs the manifest's schedules.
    pub schedules: Schedules,
}

/// Whether the host calls the manifest's jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedules {
    /// As in earnest.
    On,
    /// Nothing runs but what is measured.
    Off,
}

/// A process that is stopped when this is dropped.
pub struct Running {
    process: Child,
    address: SocketAddr,
    started: Instant,
}

impl Running {
    /// Starts the process and waits until it listens, which it does once all components are ready.
    pub fn start(start: &Start<'_>) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(start.program);
        command
            .args(["up", "--quiet", "--listen", &address.to_string()])
            .arg("--from")
            .arg(&start.manifest)
            .arg("--state")
            .arg(start.state)
            .arg("--cache")
            .arg(start.cache)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        if start.schedules == Schedules::Off {
            command.arg("--no-schedules");
        }
        for (name, value) in &start.variables {
            let name = format!("{}{}", local_edge::ENVIRONMENT_PREFIX, name.to_uppercase());
            command.env(name, value);
        }
        let started = Instant::now();
        let process = command
            .spawn()
            .with_context(|| format!("starting {}", start.program.display()))?;
        let running = Self {
            process,
            address,
            started,
        };
        running.wait()?;
        Ok(running)
    }

    fn wait(&self) -> Result<()> {
        while std::net::TcpStream::connect(self.address).is_err() {
            if self.started.elapsed() > START_LIMIT {
                bail!("the host does not answer at {}", self.address);
            }
            std::thread::sleep(POLL);
        }
        Ok(())
    }

    /// When it was started.
    pub fn started(&self) -> Instant {
        self.started
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as a URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Memory of the process that is in RAM, in bytes.
    pub fn resident_bytes(&self) -> Result<u64> {
        let file = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(&file).context(file)?;
        let kibibytes = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"))
            .context("the kernel tells no resident memory")?;
        Ok(kibibytes.parse::<u64>()? * 1_024)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Asked to end, it ends its databases well. Nothing better can be done when that fails.
        let asked = Pid::from_raw(self.process.id().cast_signed())
            .is_some_and(|pid| kill_process(pid, Signal::INT).is_ok());
        if !asked {
            _ = self.process.kill();
        }
        _ = self.process.wait();
    }
}
