//! The geographic index: a directory, and a document for each leaf.

use super::super::keep::Keeper;
use super::super::{Ports, ProjectError, keys};
use crate::store;
use commerce::geo::{AffectedLeaves, Cell, Point, Tree, affected_leaves, leaf_reaches};
use commerce::ids::StoreId;
use commerce::store::{LeafDocument, StoreRecord};
use std::collections::HashMap;

/// Brings the leaves around `places` up to date.
pub(super) async fn apply(ports: Ports<'_>, places: &[Point]) -> Result<(), ProjectError> {
    let Some(before) = read_tree(ports).await? else {
        return rebuild(ports).await.map(drop);
    };
    let mut after = before.clone();
    for place in places {
        // A leaf of the tree as it now is: an earlier place may have split or merged it.
        let leaf = after.leaf_of(*place);
        let codes = store::codes(ports.sql, leaf.codes()).await?;
        after = after.with_leaf(leaf, &codes);
    }
    let affected = affected_leaves(&before, &after, places);
    write_leaves(ports, &after, affected).await.map(drop)
}

/// Writes all leaves and the directory; returns how many keys.
pub(super) async fn rebuild(ports: Ports<'_>) -> Result<u64, ProjectError> {
    let before = read_tree(ports).await?.unwrap_or_else(|| Tree::build(&[]));
    let codes = store::codes(ports.sql, i64::MIN..=i64::MAX).await?;
    let after = Tree::build(&codes);
    let mut affected = affected_leaves(&before, &after, &[]);
    affected.write = after.leaves().into_iter().map(|(leaf, _)| leaf).collect();
    write_leaves(ports, &after, affected).await
}

/// Leaves first, then the directory that names them, then what it names no longer: a reader finds either the old
/// or the new, or a leaf that is gone and reads the directory again.
async fn write_leaves(ports: Ports<'_>, tree: &Tree, affected: AffectedLeaves) -> Result<u64, ProjectError> {
    let keeper = Keeper::new(ports.key_value);
    let mut records = HashMap::new();
    for leaf in affected.write {
        let document = document(ports, tree, leaf, &mut records).await?;
        keeper.keep(keys::geo_leaf(&leaf.to_string()), document).await?;
    }
    keeper.flush().await?;
    ports.key_value.set(keys::GEO_TREE, &tree.to_bytes()).await?;
    for leaf in affected.delete {
        ports.key_value.delete(&keys::geo_leaf(&leaf.to_string())).await?;
    }
    Ok(keeper.written() + 1)
}

/// The document of a leaf, or `None` when no store is near. Neighbours share records, so those are kept.
async fn document(
    ports: Ports<'_>,
    tree: &Tree,
    leaf: Cell,
    records: &mut HashMap<StoreId, StoreRecord>,
) -> Result<Option<Vec<u8>>, ProjectError> {
    /// Records kept while a rebuild goes from neighbour to neighbour.
    const RECORDS_MAX: usize = 4_096;
    let mut near: Vec<StoreId> = Vec::new();
    for range in tree.ranges_for(leaf) {
        let places = store::places(ports.sql, range).await?;
        near.extend(
            places
                .into_iter()
                .filter(|(_, point)| leaf_reaches(leaf, *point))
                .map(|(id, _)| id),
        );
    }
    let missing: Vec<StoreId> = near
        .iter()
        .filter(|id| !records.contains_key(*id))
        .cloned()
        .collect();
    if records.len() + missing.len() > RECORDS_MAX {
        records.retain(|id, _| near.contains(id));
    }
    for stored in store::load_many(ports.sql, &missing).await? {
        records.insert(stored.store.id.clone(), StoreRecord::from(&stored.store));
    }
    let near: Vec<&StoreRecord> = near.iter().filter_map(|id| records.get(id)).collect();
    Ok(LeafDocument::encode(leaf, &near))
}

async fn read_tree(ports: Ports<'_>) -> Result<Option<Tree>, ProjectError> {
    let bytes = ports.key_value.get(keys::GEO_TREE).await?;
    match bytes.map(|bytes| Tree::from_bytes(&bytes)) {
        Some(Ok(tree)) => Ok(Some(tree)),
        // Another release's format: made anew.
        Some(Err(_)) | None => Ok(None),
    }
}
