//! Large real input, where it is present.

use std::path::{Path, PathBuf};

/// A file of the data folder. Without it the caller's test has nothing to do, and says so.
#[must_use]
pub fn data_file(name: &str) -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("MENDIAN_DATA").map_or(default, PathBuf::from);
    let file = folder.join(name);
    if !file.is_file() {
        eprintln!("skipped: {} is not there", file.display());
        return None;
    }
    Some(file)
}
