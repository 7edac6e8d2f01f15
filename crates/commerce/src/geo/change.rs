//! Which documents a change of stores touches.

use super::{Cell, Point, Tree};

/// The documents to bring up to date, in the order of their cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AffectedLeaves {
    /// Leaves whose documents are to be written, or removed when no store is left for them. Some may come out unchanged.
    pub write: Vec<Cell>,
    /// Cells that are leaves no longer, whose documents are to be removed.
    pub delete: Vec<Cell>,
}

/// What to do after the tree went from `before` to `after`, because stores at `points` came, went or changed. A store
/// that moved has two points.
pub fn affected_leaves(before: &Tree, after: &Tree, points: &[Point]) -> AffectedLeaves {
    let (old, new) = (before.leaves(), after.leaves());
    let missing_from =
        |others: &[(Cell, u32)], leaf: Cell| others.binary_search_by_key(&leaf, |(cell, _)| *cell).is_err();
    let created = new
        .iter()
        .map(|(leaf, _)| *leaf)
        .filter(|leaf| missing_from(&old, *leaf));
    let delete = old
        .iter()
        .map(|(leaf, _)| *leaf)
        .filter(|leaf| missing_from(&new, *leaf))
        .collect();
    let mut write: Vec<Cell> = points
        .iter()
        .flat_map(|point| after.leaves_reaching(*point))
        .chain(created)
        .collect();
    write.sort_unstable();
    write.dedup();
    AffectedLeaves { write, delete }
}
