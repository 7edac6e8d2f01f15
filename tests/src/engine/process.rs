//! An engine as a child process, which can be killed.

use super::Variables;
use rustix::process::{Pid, Signal, kill_process_group};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long it may take to answer; a first start compiles the components.
const START_LIMIT: Duration = Duration::from_secs(120);
const POLL: Duration = Duration::from_millis(20);

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// The embedded host's own program, built beside this one.
    LocalEdge,
    /// The `spin` on PATH.
    Spin,
}

/// A running engine.
pub struct Process {
    command: Command,
    child: Child,
    address: SocketAddr,
}

impl Process {
    /// Starts the application. Schedules do not run: a test calls a job when it wants its effect.
    pub fn start(program: Program, manifest: &Path, state: &Path, variables: &Variables) -> Self {
        // Somebody else could take the port in between; the engine then ends, and the test says so.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = match program {
            Program::LocalEdge => Command::new(local_edge_program()),
            Program::Spin => Command::new("spin"),
        };
        command.arg("up").arg("--from").arg(manifest);
        match program {
            Program::LocalEdge => command.arg("--no-schedules").arg("--state").arg(state),
            Program::Spin => command.arg("--state-dir").arg(state),
        };
        command.args(["--listen", &address.to_string(), "--quiet"]);
        for (name, value) in variables {
            command.env(format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase()), value);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null());
        // Spin's trigger is a child of its own, which outlives a parent that is killed: all of them are one group.
        command.process_group(0);
        let child = command.spawn().unwrap();
        let mut process = Self {
            command,
            child,
            address,
        };
        process.wait();
        process
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it as a power failure does, and starts it again at the same address.
    pub fn kill_and_restart(&mut self) {
        self.signal(Signal::KILL);
        self.child.wait().unwrap();
        self.child = self.command.spawn().unwrap();
        self.wait();
    }

    fn wait(&mut self) {
        let end = Instant::now() + START_LIMIT;
        while TcpStream::connect(self.address).is_err() {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("the engine ended with {status}");
            }
            assert!(Instant::now() < end, "the engine does not answer");
            std::thread::sleep(POLL);
        }
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) {
            _ = kill_process_group(pid, signal);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal(Signal::INT);
        _ = self.child.wait();
    }
}

fn local_edge_program() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    // Tests are one folder below the programs.
    let program = own.ancestors().nth(2).unwrap().join("local-edge");
    assert!(
        program.is_file(),
        "{} is not built: run `cargo build -p local-edge`",
        program.display()
    );
    program
}
