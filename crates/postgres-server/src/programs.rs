//! The server's programs.

use std::path::{Path, PathBuf};

/// Names the folder of the programs for whoever is called with an environment.
pub const PROGRAMS_VARIABLE: &str = "MENDIAN_POSTGRES_PROGRAMS";
/// Where Debian keeps the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// Those that are needed here.
const NEEDED: [&str; 3] = ["initdb", "pg_isready", "postgres"];

/// The folder with the server's programs: the newest of Debian's, else on PATH.
#[must_use]
pub fn find() -> Option<PathBuf> {
    newest_of_debian().or_else(on_path)
}

/// Whether a folder has all programs that a server needs.
#[must_use]
pub fn is_complete(folder: &Path) -> bool {
    NEEDED.iter().all(|program| folder.join(program).is_file())
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|folder| is_complete(folder))
}

fn newest_of_debian() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).ok()?;
    let numbered = versions.filter_map(|entry| {
        let path = entry.ok()?.path();
        let number: u32 = path.file_name()?.to_str()?.parse().ok()?;
        Some((number, path.join("bin")))
    });
    numbered
        .filter(|(_, folder)| is_complete(folder))
        .max()
        .map(|(_, folder)| folder)
}
