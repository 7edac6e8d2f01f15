//! The server.

use crate::account::Account;
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long it may take to answer; after a crash it has to read its log first.
const START_LIMIT: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(20);
const USER: &str = "mendian";
const PASSWORD_BYTES: usize = 32;
/// One application's components pool up to 64 connections each, and tests run side by side.
const CONNECTIONS_MAX: &str = "max_connections=500";

/// A running server. Dropping it stops it and removes its data.
pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
    account: Account,
    port: u16,
    password: String,
    process: Child,
}

impl Server {
    /// Makes a cluster with the programs of a folder and starts a server on it. Commits are synced, as they would be in earnest.
    ///
    /// # Errors
    /// In words, with the server's log.
    pub fn start(programs: &Path) -> Result<Self> {
        let password = random_hex()?;
        let folder = std::env::temp_dir().join(format!(
            "mendian-postgres-{}-{}",
            std::process::id(),
            password.get(..8).unwrap_or_default()
        ));
        let account = Account::choose()?;
        account.own(&folder)?;
        let process = initialise(programs, &folder, &account, &password)
            .and_then(|()| free_port())
            .and_then(|port| Ok((port, serve(programs, &folder, &account, port)?)));
        match process {
            Ok((port, process)) => {
                let mut server = Self {
                    programs: programs.to_owned(),
                    folder,
                    account,
                    port,
                    password,
                    process,
                };
                server.wait()?;
                Ok(server)
            }
            Err(error) => {
                // The failure is worth more than a leftover folder.
                _ = fs::remove_dir_all(&folder);
                Err(error)
            }
        }
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of its first database, whose user may create others.
    #[must_use]
    pub fn url(&self) -> String {
        format!(
            "postgres://{USER}:{}@127.0.0.1:{}/postgres",
            self.password, self.port
        )
    }

    /// Ends it at once, as `pg_ctl stop -m immediate` does: sessions are cut off, nothing is written any more. Starts it again on
    /// what it left, and waits until it answers.
    ///
    /// # Errors
    /// In words, with the server's log.
    pub fn crash_and_restart(&mut self) -> Result<()> {
        self.signal(Signal::QUIT);
        self.process.wait().context("waiting for Postgres to end")?;
        self.process = serve(&self.programs, &self.folder, &self.account, self.port)?;
        self.wait()
    }

    fn wait(&mut self) -> Result<()> {
        let end = Instant::now() + START_LIMIT;
        while !self.answers()? {
            if Instant::now() > end || self.process.try_wait()?.is_some() {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("Postgres does not answer:\n{log}");
            }
            std::thread::sleep(POLL);
        }
        Ok(())
    }

    fn answers(&self) -> Result<bool> {
        let mut is_ready = Command::new(self.programs.join("pg_isready"));
        is_ready.args(["--quiet", "--host", "127.0.0.1", "--port", &self.port.to_string()]);
        Ok(is_ready.status().context("starting pg_isready")?.success())
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = Pid::from_raw(self.process.id().cast_signed()) {
            // One that has ended already is as wanted.
            _ = kill_process(pid, signal);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // "Fast shutdown": sessions are ended, the data is complete. Nothing better can be done when it fails.
        self.signal(Signal::INT);
        _ = self.process.wait();
        _ = fs::remove_dir_all(&self.folder);
    }
}

fn initialise(programs: &Path, folder: &Path, account: &Account, password: &str) -> Result<()> {
    let password_file = folder.join("password");
    fs::write(&password_file, password)?;
    account.own(&password_file)?;
    let mut initdb = account.command(&programs.join("initdb"));
    initdb
        .current_dir(folder)
        .arg("--pgdata")
        .arg(folder.join("data"))
        .arg("--pwfile")
        .arg(&password_file);
    initdb.args([
        "--username",
        USER,
        "--auth",
        "scram-sha-256",
        "--encoding",
        "UTF8",
        "--locale",
        "C",
        "--no-sync",
    ]);
    let output = initdb.output().context("starting initdb")?;
    if !output.status.success() {
        bail!(
            "initdb failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(())
}

fn serve(programs: &Path, folder: &Path, account: &Account, port: u16) -> Result<Child> {
    let mut postgres = account.command(&programs.join("postgres"));
    postgres
        .current_dir(folder)
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-p", &port.to_string()]);
    let sockets = format!("unix_socket_directories={}", folder.display());
    for setting in [
        "listen_addresses=127.0.0.1",
        &sockets,
        "fsync=on",
        "synchronous_commit=on",
        CONNECTIONS_MAX,
    ] {
        postgres.args(["-c", setting]);
    }
    let log = fs::File::create(folder.join("log"))?;
    postgres.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    postgres.spawn().context("starting Postgres")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// What nobody can guess.
fn random_hex() -> Result<String> {
    let mut bytes = [0; PASSWORD_BYTES];
    fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("/dev/urandom")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
