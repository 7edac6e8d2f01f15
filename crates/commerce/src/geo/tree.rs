//! The directory of the quadtree: which cells are leaves, and how many stores each holds.

use std::ops::RangeInclusive;

use super::bound::may_touch;
use super::{Cell, Point, leaf_reaches, reach_metres};

mod bytes;
#[cfg(test)]
mod tests;

pub use bytes::TreeError;

/// The most stores of its own that a leaf holds before it is split in four; only a cell of the deepest
/// level may hold more.
pub const LEAF_STORES_MAX: u32 = 32;

/// The directory of the quadtree. It depends on the set of points alone, not on the order in which they came: a cell is
/// split exactly when more than [`LEAF_STORES_MAX`] stores are in it. A tree without stores has the hemispheres as leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// All cells in the order of their paths, parents before their children.
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Node {
    /// Stores in the cell.
    stores: u32,
    /// The index after the last cell inside; the next index if this is a leaf.
    end: u32,
}

/// A cell of the tree and where it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) cell: Cell,
    index: usize,
}

impl Tree {
    /// The tree of stores with these codes ([`Point::code`]), sorted; stores on one point repeat its code.
    pub fn build(codes: &[i64]) -> Self {
        let mut tree = Self { nodes: Vec::new() };
        let west = codes.partition_point(|code| code < Cell::ROOTS[1].codes().start());
        tree.grow(Cell::ROOTS[0], &codes[..west]);
        tree.grow(Cell::ROOTS[1], &codes[west..]);
        tree
    }

    /// The tree after the stores within `leaf`, and only those, have changed. `codes` are all that are there now,
    /// sorted: to add, move or remove a store, ask for the codes in the range of its leaf after the write.
    ///
    /// `leaf` must be a leaf of this tree; of any other cell the tree is returned unchanged.
    pub fn with_leaf(&self, leaf: Cell, codes: &[i64]) -> Self {
        let mut tree = Self {
            nodes: Vec::with_capacity(self.nodes.len() + 4),
        };
        for root in self.roots() {
            self.copy_into(&mut tree, root, leaf, codes);
        }
        tree
    }

    /// The leaf in which the point lies.
    pub fn leaf_of(&self, point: Point) -> Cell {
        let [west, east] = self.roots();
        let mut place = if east.cell.contains(point) { east } else { west };
        while let Some(child) = self.children(place).find(|child| child.cell.contains(point)) {
            place = child;
        }
        place.cell
    }

    /// The stores in a leaf, not counting those of its margin; `None` when the cell is not a leaf of this tree.
    pub fn stores_in(&self, leaf: Cell) -> Option<u32> {
        let mut place = self.roots().into_iter().find(|root| root.cell.encloses(leaf))?;
        while let Some(child) = self.children(place).find(|child| child.cell.encloses(leaf)) {
            place = child;
        }
        (place.cell == leaf && self.is_leaf(place)).then(|| self.stores(place))
    }

    /// All stores.
    pub fn len(&self) -> u32 {
        self.roots().into_iter().map(|root| self.stores(root)).sum()
    }

    /// Whether there is no store at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every leaf with the number of stores in it, those without stores included, in the order of their paths.
    pub fn leaves(&self) -> Vec<(Cell, u32)> {
        let mut leaves = Vec::new();
        self.visit(|place| {
            if self.is_leaf(place) {
                leaves.push((place.cell, self.stores(place)));
            }
            true
        });
        leaves
    }

    /// The leaves whose documents may hold a store at `point`: its own, and those that reach it.
    pub fn leaves_reaching(&self, point: Point) -> Vec<Cell> {
        let mut leaves = Vec::new();
        self.visit(|place| {
            // No leaf inside is nearer, or reaches farther.
            let reaches = leaf_reaches(place.cell, point);
            if reaches && self.is_leaf(place) {
                leaves.push(place.cell);
            }
            reaches
        });
        leaves
    }

    /// The ranges of codes that hold all the stores that a leaf reaches, sorted and apart; they hold some others too.
    pub fn ranges_for(&self, leaf: Cell) -> Vec<RangeInclusive<i64>> {
        let (rect, metres) = (leaf.rect(), f64::from(reach_metres(leaf.level())));
        let mut ranges: Vec<RangeInclusive<i64>> = Vec::new();
        self.visit(|place| {
            let near = self.stores(place) > 0 && may_touch(place.cell.rect(), rect, metres);
            if near && self.is_leaf(place) {
                let codes = place.cell.codes();
                match ranges.last_mut() {
                    Some(last) if *last.end() + 1 == *codes.start() => *last = *last.start()..=*codes.end(),
                    _ => ranges.push(codes),
                }
            }
            near
        });
        ranges
    }

    pub(super) fn roots(&self) -> [Place; 2] {
        let [west, east] = Cell::ROOTS;
        [
            Place { cell: west, index: 0 },
            Place {
                cell: east,
                index: self.nodes[0].end as usize,
            },
        ]
    }

    pub(super) fn stores(&self, place: Place) -> u32 {
        self.nodes[place.index].stores
    }

    pub(super) fn is_leaf(&self, place: Place) -> bool {
        self.nodes[place.index].end as usize == place.index + 1
    }

    /// The four cells inside; none of a leaf.
    pub(super) fn children(&self, place: Place) -> impl Iterator<Item = Place> {
        let cells = if self.is_leaf(place) {
            None
        } else {
            place.cell.children()
        };
        let mut index = place.index + 1;
        cells.into_iter().flatten().map(move |cell| {
            let child = Place { cell, index };
            index = self.nodes[index].end as usize;
            child
        })
    }

    /// Calls `enter` with every cell, parents first, and goes into those for which it says so.
    fn visit(&self, mut enter: impl FnMut(Place) -> bool) {
        let mut ahead: Vec<Place> = self.roots().into_iter().rev().collect();
        while let Some(place) = ahead.pop() {
            if enter(place) {
                let first = ahead.len();
                ahead.extend(self.children(place));
                ahead[first..].reverse();
            }
        }
    }

    /// Appends the subtree of stores with these codes.
    fn grow(&mut self, cell: Cell, codes: &[i64]) {
        let node = self.open(u32::try_from(codes.len()).unwrap_or(u32::MAX));
        if let Some(children) = cell.children().filter(|_| codes.len() > LEAF_STORES_MAX as usize) {
            let mut rest = codes;
            for child in children {
                let (inside, after) = rest.split_at(rest.partition_point(|code| child.codes().end() >= code));
                self.grow(child, inside);
                rest = after;
            }
        }
        self.close(node);
    }

    /// Appends a copy of the subtree at `place`, with `leaf` grown anew.
    fn copy_into(&self, tree: &mut Self, place: Place, leaf: Cell, codes: &[i64]) {
        if place.cell == leaf && self.is_leaf(place) {
            return tree.grow(leaf, codes);
        }
        let node = tree.open(self.stores(place));
        if !self.is_leaf(place) {
            let mut stores = 0;
            for child in self.children(place) {
                let copy = tree.nodes.len();
                self.copy_into(tree, child, leaf, codes);
                stores += tree.nodes[copy].stores;
            }
            tree.nodes[node].stores = stores;
            if stores <= LEAF_STORES_MAX {
                tree.nodes.truncate(node + 1);
            }
        }
        tree.close(node);
    }

    fn open(&mut self, stores: u32) -> usize {
        self.nodes.push(Node { stores, end: 0 });
        self.nodes.len() - 1
    }

    fn close(&mut self, node: usize) {
        self.nodes[node].end = self.nodes.len() as u32;
    }
}
