//! The server's programs.

use super::Install;
use crate::{say, workspace};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where Debian keeps the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb` and `postgres`: the newest of Debian's, else on PATH.
pub fn find() -> Option<PathBuf> {
    newest_of_debian()
        .or_else(|| workspace::on_path("initdb")?.parent().map(Path::to_path_buf))
        .filter(|folder| {
            ["initdb", "postgres"]
                .iter()
                .all(|program| folder.join(program).is_file())
        })
}

/// Debian's package, when it may and can be installed.
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
    if installed { find() } else { None }
}

fn newest_of_debian() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).ok()?;
    let numbered = versions.filter_map(|entry| {
        let path = entry.ok()?.path();
        let number: u32 = path.file_name()?.to_str()?.parse().ok()?;
        Some((number, path.join("bin")))
    });
    numbered
        .filter(|(_, folder)| folder.join("postgres").is_file())
        .max()
        .map(|(_, folder)| folder)
}
