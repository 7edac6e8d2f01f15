//! The built components themselves.

use std::path::Path;

/// Largest component, in bytes.
const COMPONENT_BYTES_MAX: u64 = 1_500_000;

#[test]
fn every_component_of_the_application_is_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = std::fs::read_to_string(root.join("spin.toml")).unwrap();
    let sources = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("source = \"")?.strip_suffix('"'));
    let sizes: Vec<(&str, u64)> = sources
        .map(|file| (file, root.join(file).metadata().unwrap().len()))
        .collect();
    assert!(sizes.len() >= 7);
    let large: Vec<_> = sizes
        .iter()
        .filter(|(_, bytes)| *bytes > COMPONENT_BYTES_MAX)
        .collect();
    assert!(large.is_empty(), "{large:?}");
}
