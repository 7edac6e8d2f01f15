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

#[test]
fn every_address_that_a_component_may_open_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = std::fs::read_to_string(root.join("spin.toml")).unwrap();
    let lists = manifest.split("\nallowed_outbound_hosts = [").skip(1);
    let hosts: Vec<&str> = lists
        .flat_map(|rest| rest.split(']').next().unwrap().split(','))
        .map(|host| host.trim().trim_matches('"'))
        .filter(|host| !host.is_empty())
        .collect();
    assert!(hosts.len() > 10, "{hosts:?}");
    for host in hosts {
        let (scheme, name) = host.split_once("://").unwrap_or(("", host));
        let is_variable = name.starts_with("{{ ") && name.ends_with(" }}");
        let is_component = name
            .strip_suffix(".spin.internal")
            .is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
        let is_named = match scheme {
            "http" => is_component,
            "postgres" | "" => is_variable,
            _ => false,
        };
        assert!(is_named, "{host}");
    }
}
