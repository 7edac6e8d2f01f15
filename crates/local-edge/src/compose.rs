//! Plugs dependencies into a component's imports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wac_graph::types::{Package, SubtypeChecker, WorldId};
use wac_graph::{CompositionGraph, EncodeOptions, NodeId};

use crate::deny::{self, DenyError};
use crate::manifest::{Component, Dependency};

/// Why a component cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// A Wasm file cannot be read.
    #[error("{}: {reason} (is it built?)", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        reason: std::io::Error,
    },
    /// The component imports nothing that the dependency could satisfy.
    #[error("dependencies.\"{name}\": matches no import of the component")]
    Unmatched {
        /// The dependency's key.
        name: String,
    },
    /// Two dependencies would satisfy one import.
    #[error("dependencies.\"{name}\": import {import:?} is satisfied by another dependency too")]
    Conflict {
        /// The second dependency's key.
        name: String,
        /// The import.
        import: String,
    },
    /// The dependency does not export what the component imports.
    #[error("dependencies.\"{name}\": does not export {export:?}")]
    MissingExport {
        /// The dependency's key.
        name: String,
        /// The export looked for.
        export: String,
    },
    /// Import and export have the same name and different types, or a file is not a component.
    #[error("dependencies.\"{name}\": {reason}")]
    Incompatible {
        /// The dependency's key.
        name: String,
        /// What does not fit.
        reason: String,
    },
    /// The composed component cannot be written.
    #[error("composition: {0}")]
    Encode(String),
}

/// Reads a component and composes it with its dependencies. Without dependencies its bytes are returned unchanged.
pub fn compose(component: &Component) -> Result<Vec<u8>, ComposeError> {
    let wasm = read(&component.source)?;
    if component.dependencies.is_empty() {
        return Ok(wasm);
    }
    let mut graph = CompositionGraph::new();
    let (world, instance) = add(&mut graph, "component", wasm).map_err(ComposeError::Encode)?;
    let mut satisfied = BTreeMap::new();
    for dependency in &component.dependencies {
        let name = dependency.name.to_string();
        for (import, export) in plug(&mut graph, world, dependency)? {
            if satisfied.insert(import.clone(), export).is_some() {
                return Err(ComposeError::Conflict { name, import });
            }
        }
    }
    let encode = |graph: &mut CompositionGraph| -> anyhow::Result<Vec<u8>> {
        for (import, export) in &satisfied {
            graph.set_instantiation_argument(instance, import, *export)?;
        }
        export_all(graph, world, instance)?;
        Ok(graph.encode(EncodeOptions::default())?)
    };
    encode(&mut graph).map_err(|error| ComposeError::Encode(format!("{error:#}")))
}

/// Adds a dependency to the graph; gives the imports that it satisfies, each with the export that does.
fn plug(
    graph: &mut CompositionGraph,
    world: WorldId,
    dependency: &Dependency,
) -> Result<Vec<(String, NodeId)>, ComposeError> {
    let name = dependency.name.to_string();
    let incompatible = |reason: String| ComposeError::Incompatible {
        name: name.clone(),
        reason,
    };
    let imports: Vec<String> = graph.types()[world]
        .imports
        .keys()
        .filter(|import| dependency.name.matches(import))
        .cloned()
        .collect();
    if imports.is_empty() {
        return Err(ComposeError::Unmatched { name });
    }
    let wasm = deny::restrict(read(&dependency.source)?, &dependency.inherit)
        .map_err(|error: DenyError| incompatible(error.to_string()))?;
    let (their_world, their_instance) = add(graph, &name, wasm).map_err(incompatible)?;
    let mut cache = Default::default();
    let mut checker = SubtypeChecker::new(&mut cache);
    let mut plugged = Vec::new();
    for import in imports {
        let export = dependency.export.as_ref().unwrap_or(&import).clone();
        let types = graph.types();
        let Some(offered) = types[their_world].exports.get(&export) else {
            return Err(ComposeError::MissingExport { name, export });
        };
        checker
            .is_subtype(*offered, types, types[world].imports[&import], types)
            .map_err(|error| {
                incompatible(format!("{export:?} has another type than the import: {error:#}"))
            })?;
        let node = graph.alias_instance_export(their_instance, &export);
        plugged.push((import, node.map_err(|error| incompatible(error.to_string()))?));
    }
    Ok(plugged)
}

pub fn add(graph: &mut CompositionGraph, name: &str, wasm: Vec<u8>) -> Result<(WorldId, NodeId), String> {
    // Package names allow neither versions nor interfaces; only uniqueness matters here.
    let unique: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let package =
        Package::from_bytes(&unique, None, wasm, graph.types_mut()).map_err(|error| format!("{error:#}"))?;
    let world = package.ty();
    let package = graph
        .register_package(package)
        .map_err(|error| error.to_string())?;
    Ok((world, graph.instantiate(package)))
}

/// Makes what `instance` exports the exports of the whole.
pub fn export_all(graph: &mut CompositionGraph, world: WorldId, instance: NodeId) -> anyhow::Result<()> {
    let exports: Vec<String> = graph.types()[world].exports.keys().cloned().collect();
    for name in exports {
        let export = graph.alias_instance_export(instance, &name)?;
        graph.export(export, &name)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, ComposeError> {
    std::fs::read(path).map_err(|reason| ComposeError::Unreadable {
        path: path.into(),
        reason,
    })
}
