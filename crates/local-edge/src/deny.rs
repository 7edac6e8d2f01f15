//! Keeps a dependency from capabilities that its parent does not share.
//!
//! Each host interface that the dependency imports and may not use is satisfied by a generated component whose
//! functions trap. The host is never reached.

use wac_graph::types::SubtypeChecker;
use wac_graph::{CompositionGraph, EncodeOptions};
use wit_component::{ComponentEncoder, DecodedWasm, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{LiftLowerAbi, ManglingAndAbi, Resolve, WorldId};

use crate::compose::{add, export_all};
use crate::manifest::Inherit;

/// Interfaces by the manifest key that grants them. A name without a version stands for all versions.
const CAPABILITIES: &[(&str, &[&str])] = &[
    (
        "allowed_outbound_hosts",
        &[
            "spin:postgres/postgres",
            "wasi:http/client",
            "wasi:http/outgoing-handler",
            "wasi:sockets/ip-name-lookup",
            "wasi:sockets/tcp",
            "wasi:sockets/tcp-create-socket",
            "wasi:sockets/udp",
            "wasi:sockets/udp-create-socket",
        ],
    ),
    ("environment", &["wasi:cli/environment"]),
    ("files", &["wasi:filesystem/preopens"]),
    ("key_value_stores", &["spin:key-value/key-value"]),
    ("sqlite_databases", &["spin:sqlite/sqlite"]),
    ("variables", &["spin:variables/variables"]),
];

/// Why a dependency cannot be restricted.
#[derive(Debug, thiserror::Error)]
#[error("cannot be kept from host interfaces: {0:#}")]
pub struct DenyError(#[from] anyhow::Error);

/// Gives back the dependency with every capability that it does not inherit cut off.
pub fn restrict(wasm: Vec<u8>, inherit: &Inherit) -> Result<Vec<u8>, DenyError> {
    let Inherit::Some(granted) = inherit else {
        return Ok(wasm);
    };
    let denied = |import: &str| {
        let interface = import.split_once('@').map_or(import, |(name, _)| name);
        CAPABILITIES
            .iter()
            .any(|(key, names)| names.contains(&interface) && !granted.iter().any(|name| name == key))
    };
    Ok(cut_off(wasm, denied)?)
}

fn cut_off(wasm: Vec<u8>, denied: impl Fn(&str) -> bool) -> anyhow::Result<Vec<u8>> {
    let DecodedWasm::Component(resolve, world) = wit_component::decode(&wasm)? else {
        anyhow::bail!("not a component");
    };
    let imports = resolve.worlds[world]
        .imports
        .keys()
        .map(|key| resolve.name_world_key(key));
    let names: Vec<_> = imports.filter(|name| denied(name)).collect();
    if names.is_empty() {
        return Ok(wasm);
    }
    let trapping = trapping_component(resolve, world, &names)?;
    let mut graph = CompositionGraph::new();
    let (world, instance) = add(&mut graph, "dependency", wasm).map_err(anyhow::Error::msg)?;
    let (their_world, their_instance) = add(&mut graph, "denied", trapping).map_err(anyhow::Error::msg)?;
    let mut cache = Default::default();
    let mut checker = SubtypeChecker::new(&mut cache);
    for name in names {
        let types = graph.types();
        checker.is_subtype(
            types[their_world].exports[&name],
            types,
            types[world].imports[&name],
            types,
        )?;
        let export = graph.alias_instance_export(their_instance, &name)?;
        graph.set_instantiation_argument(instance, &name, export)?;
    }
    export_all(&mut graph, world, instance)?;
    Ok(graph.encode(EncodeOptions::default())?)
}

/// A component that exports these imports of `world`, with functions that do nothing but trap.
fn trapping_component(mut resolve: Resolve, world: WorldId, imports: &[String]) -> anyhow::Result<Vec<u8>> {
    let mut kept = std::mem::take(&mut resolve.worlds[world].imports);
    kept.retain(|key, _| imports.contains(&resolve.name_world_key(key)));
    resolve.worlds[world].imports = kept;
    resolve.exportize(world, None, None)?;
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Legacy(LiftLowerAbi::Sync));
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    ComponentEncoder::default().module(&module)?.encode()
}
