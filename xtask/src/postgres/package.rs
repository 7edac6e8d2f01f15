//! Debian's package of the server.

use super::Install;
use crate::{say, workspace};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Installs it when that may and can be done; the folder of its programs.
pub fn install(install: Install) -> Option<PathBuf> {
    let apt = workspace::on_path("apt-get")?;
    if install == Install::Forbidden || !rustix::process::geteuid().is_root() {
        return None;
    }
    say::detail("Postgres: installing Debian's package");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&apt);
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let package = [
        "install",
        "--yes",
        "--quiet",
        "--no-install-recommends",
        "postgresql",
    ];
    let installed = run(&package) || (run(&["update", "--quiet"]) && run(&package));
    if installed { postgres_server::find() } else { None }
}
