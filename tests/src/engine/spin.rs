//! The `spin` on PATH, as a child process.

use super::Variables;
use rustix::process::{Pid, Signal, kill_process};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long it may take to answer.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A running `spin up`.
pub struct Spin {
    process: Child,
    address: SocketAddr,
}

impl Spin {
    /// Starts the application.
    pub fn start(manifest: &Path, state: &Path, variables: &Variables) -> Self {
        // Somebody else could take the port in between; Spin then ends, and the test says so.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = Command::new("spin");
        command
            .arg("up")
            .arg("--from")
            .arg(manifest)
            .arg("--state-dir")
            .arg(state);
        command.args(["--listen", &address.to_string(), "--quiet"]);
        for (name, value) in variables {
            command.env(format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase()), value);
        }
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut spin = Self { process, address };
        spin.wait();
        spin
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    fn wait(&mut self) {
        let end = Instant::now() + START_LIMIT;
        while TcpStream::connect(self.address).is_err() {
            if let Some(status) = self.process.try_wait().unwrap() {
                panic!("spin ended with {status}");
            }
            assert!(Instant::now() < end, "spin does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Spin {
    fn drop(&mut self) {
        if let Some(pid) = Pid::from_raw(self.process.id().cast_signed()) {
            _ = kill_process(pid, Signal::INT);
        }
        _ = self.process.wait();
    }
}
