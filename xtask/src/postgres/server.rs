//! A server in a temporary folder, on a free port of this machine alone.

use crate::database;
use crate::state::random_hex;
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long it may take to answer.
const START_LIMIT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);
const USER: &str = "mendian";
/// One application's components pool up to 64 connections each, and tests run side by side.
const CONNECTIONS_MAX: &str = "max_connections=500";

/// A running server. Dropping it stops it and removes its data.
pub struct Server {
    folder: PathBuf,
    port: u16,
    password: String,
    process: Child,
}

impl Server {
    /// Makes a cluster and starts a server on it. Commits are synced, as they would be in earnest.
    pub fn start(binaries: &Path) -> Result<Self> {
        let password = random_hex()?;
        let folder = std::env::temp_dir().join(format!(
            "mendian-postgres-{}-{}",
            std::process::id(),
            &password[..8]
        ));
        let account = Account::choose()?;
        account.own(&folder)?;
        let process = initialise(binaries, &folder, &account, &password)
            .and_then(|()| free_port())
            .and_then(|port| Ok((port, serve(binaries, &folder, &account, port)?)));
        match process {
            Ok((port, process)) => {
                let server = Self {
                    folder,
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
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of its first database.
    pub fn url(&self) -> String {
        format!(
            "postgres://{USER}:{}@127.0.0.1:{}/postgres",
            self.password, self.port
        )
    }

    fn wait(&self) -> Result<()> {
        let url = self.url();
        let end = Instant::now() + START_LIMIT;
        loop {
            match database::runtime()?.block_on(database::connect(&url)) {
                Ok(_) => return Ok(()),
                Err(error) if Instant::now() > end => {
                    let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                    bail!("Postgres does not answer: {error:#}\n{log}");
                }
                Err(_) => std::thread::sleep(POLL),
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // "Fast shutdown": sessions are ended, the data is complete. Nothing better can be done when it fails.
        if let Some(pid) = Pid::from_raw(self.process.id().cast_signed()) {
            _ = kill_process(pid, Signal::INT);
        }
        _ = self.process.wait();
        _ = fs::remove_dir_all(&self.folder);
    }
}

fn initialise(binaries: &Path, folder: &Path, account: &Account, password: &str) -> Result<()> {
    let password_file = folder.join("password");
    fs::write(&password_file, password)?;
    account.own(&password_file)?;
    let mut initdb = account.command(&binaries.join("initdb"));
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
    crate::workspace::output(&mut initdb).map(drop)
}

fn serve(binaries: &Path, folder: &Path, account: &Account, port: u16) -> Result<Child> {
    let mut postgres = account.command(&binaries.join("postgres"));
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

/// Who runs the server: it refuses to run as root.
enum Account {
    Own,
    Other { user: u32, group: u32 },
}

impl Account {
    fn choose() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Own);
        }
        let accounts = fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
        let find = |name: &str| {
            let fields: Vec<&str> = accounts
                .lines()
                .map(|line| line.split(':'))
                .find_map(|mut fields| (fields.next() == Some(name)).then(|| fields.collect()))?;
            Some(Self::Other {
                user: fields.get(1)?.parse().ok()?,
                group: fields.get(2)?.parse().ok()?,
            })
        };
        find("postgres")
            .or_else(|| find("nobody"))
            .context("Postgres does not run as root, and there is no other user")
    }

    /// Makes the path if it is absent, as a folder that only this account may enter, and hands it over.
    fn own(&self, path: &Path) -> Result<()> {
        if !path.exists() {
            fs::create_dir(path)?;
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
        match self {
            Self::Own => Ok(()),
            Self::Other { user, group } => Ok(chown(path, Some(*user), Some(*group))?),
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Self::Other { user, group } = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}
