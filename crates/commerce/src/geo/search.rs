//! The nearest stores, exactly, from as few documents as possible.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashSet};
use std::ops::Deref;

use super::bound::{distance_lower_bound_metres, distance_to_edge_metres, lies_within};
use super::tree::Place;
use super::{Cell, DistanceFrom, Point, Tree, reach_metres};

#[cfg(test)]
mod tests;

/// The stores of a leaf's document, by row.
pub trait Located {
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// Where the store of a row is.
    fn point(&self, row: usize) -> Point;
    /// The identifier of the store of a row, which breaks ties of distance.
    fn id(&self, row: usize) -> &str;
    /// How far around its leaf the document is complete, in metres.
    fn margin_metres(&self) -> u32;
}

/// A document that is kept elsewhere, in a cache say, behind any kind of pointer.
impl<P: Deref<Target: Located>> Located for P {
    fn rows(&self) -> usize {
        (**self).rows()
    }

    fn point(&self, row: usize) -> Point {
        (**self).point(row)
    }

    fn id(&self, row: usize) -> &str {
        (**self).id(row)
    }

    fn margin_metres(&self) -> u32 {
        (**self).margin_metres()
    }
}

/// The tree promises stores where there is no document: it is older than the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no document for leaf {leaf}, which has stores")]
pub struct StaleTree {
    /// The leaf without document.
    pub leaf: Cell,
}

/// What a search needs next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Read the document of this leaf and [`Search::supply`] it.
    Read(Cell),
    /// The next nearest store.
    Candidate(Candidate),
    /// There is no further store, or none within the radius.
    Exhausted,
}

/// A store that no store still to come is nearer than.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    document: usize,
    /// Its row in that document.
    pub row: usize,
    /// How far it is, in metres.
    pub metres: f64,
}

/// A search for the stores nearest to a point, in the order of their distance, then of their identifiers.
///
/// It does no input or output: [`Search::step`] says which document it needs, and [`Search::supply`] gives it. The
/// caller takes as many candidates as it wants, looks at each as closely as it likes, and stops when it has enough.
///
/// The document of the leaf around the point comes first. It is complete up to a distance, its margin plus the way from
/// the point to the leaf's edge, and what is nearer needs no other document. Beyond that distance, the remaining leaves
/// are read in the order of the nearest that a store in them could be, leaving out those that lie within the margin of
/// a document already read.
pub struct Search<'t, D> {
    tree: &'t Tree,
    point: Point,
    metres_max: f64,
    /// The leaf whose document was asked for.
    wanted: Option<Cell>,
    read: Vec<Read<D>>,
    /// Nothing nearer than this is missing from the first document, in metres.
    complete_metres: f64,
    /// Stores that were read and may yet be beaten.
    found: BinaryHeap<Near<Row>>,
    /// Cells with stores that were not looked into; `None` until what the first document is complete for is used up. Most searches
    /// end before, and bounds of cells cost more than distances of stores.
    ahead: Option<BinaryHeap<Near<Place>>>,
    /// Stores proven next, the nearest last.
    proven: Vec<Candidate>,
    /// Given while there was one document, which names each store once.
    given: Vec<Candidate>,
    /// Identifiers of all that was given, once there is another document: documents overlap, and a store that moves between two
    /// reads can be in both, at two places.
    known: HashSet<String>,
}

/// A leaf that was read, with its document if it has one.
struct Read<D> {
    leaf: Cell,
    margin_metres: u32,
    document: Option<D>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    document: usize,
    row: usize,
}

impl<'t, D: Located> Search<'t, D> {
    /// A search around `point`, no farther than `metres_max` (`f64::INFINITY` for the whole world).
    pub fn new(tree: &'t Tree, point: Point, metres_max: f64) -> Self {
        let mut search = Self {
            tree,
            point,
            metres_max,
            wanted: None,
            read: Vec::new(),
            complete_metres: 0.0,
            found: BinaryHeap::new(),
            ahead: None,
            proven: Vec::new(),
            given: Vec::new(),
            known: HashSet::new(),
        };
        search.wanted = search.first_leaf();
        search
    }

    /// What to do next. Asking again without having done it gives the same answer, but each candidate is given once.
    pub fn step(&mut self) -> Step {
        loop {
            if let Some(leaf) = self.wanted {
                return Step::Read(leaf);
            }
            if let Some(candidate) = self.proven.pop() {
                if self.read.len() < 2 {
                    self.given.push(candidate);
                } else if !self.known.insert(self.id(candidate).to_owned()) {
                    continue;
                }
                return Step::Candidate(candidate);
            }
            let nearest = self.found.peek().map(|near| near.metres);
            let is_nearer_than = |metres: f64| nearest.is_some_and(|nearest| nearest < metres);
            if is_nearer_than(self.complete_metres) {
                self.prove_nearest();
                continue;
            }
            let complete_metres = self.complete_metres;
            let unread_metres = self
                .ahead()
                .peek()
                .map_or(f64::INFINITY, |near| near.metres.max(complete_metres));
            if is_nearer_than(unread_metres) {
                self.prove_nearest();
            } else if unread_metres > self.metres_max {
                return Step::Exhausted;
            } else if let Some(near) = self.ahead().pop() {
                self.enter(near.what);
            } else {
                return Step::Exhausted;
            }
        }
    }

    /// Gives the document of the leaf that [`Search::step`] asked for, or says that there is none. Unasked, it does
    /// nothing.
    ///
    /// # Errors
    /// [`StaleTree`] when there is no document but should be: read the tree again and search anew.
    pub fn supply(&mut self, document: Option<D>) -> Result<(), StaleTree> {
        let Some(leaf) = self.wanted else { return Ok(()) };
        if document.is_none() && self.tree.stores_in(leaf) != Some(0) {
            return Err(StaleTree { leaf });
        }
        // No document, no store: not even as far as the leaf reaches.
        let margin_metres = document
            .as_ref()
            .map_or(reach_metres(leaf.level()), D::margin_metres);
        if leaf.contains(self.point) {
            self.complete_metres =
                f64::from(margin_metres) + distance_to_edge_metres(self.point, leaf.rect());
        }
        let (from, metres_max, number) = (DistanceFrom::new(self.point), self.metres_max, self.read.len());
        let rows = document.iter().flat_map(|document| {
            (0..document.rows()).map(move |row| Near {
                metres: from.metres(document.point(row)),
                what: Row {
                    document: number,
                    row,
                },
            })
        });
        self.found.extend(rows.filter(|near| near.metres <= metres_max));
        self.read.push(Read {
            leaf,
            margin_metres,
            document,
        });
        self.wanted = None;
        if self.read.len() == 2 {
            let given = self.given.iter();
            self.known = given.map(|given| self.id(*given).to_owned()).collect();
        }
        Ok(())
    }

    /// The document that holds a candidate.
    pub fn document(&self, candidate: Candidate) -> Option<&D> {
        self.read
            .get(candidate.document)
            .and_then(|read| read.document.as_ref())
    }

    /// How many documents were read so far.
    pub fn reads(&self) -> usize {
        self.read.len()
    }

    /// The leaf around the point, unless it has no store of its own and every store is farther from the point than the
    /// leaf reaches.
    fn first_leaf(&mut self) -> Option<Cell> {
        let leaf = self.tree.leaf_of(self.point);
        if self.tree.stores_in(leaf) == Some(0) {
            let tree = self.tree;
            while let Some(near) = self
                .ahead()
                .peek()
                .copied()
                .filter(|near| !tree.is_leaf(near.what))
            {
                self.ahead().pop();
                self.look_ahead(tree.children(near.what));
            }
            // What the leaf reaches may be far from the point; what is far from the point is of little use to it.
            let reach_metres = f64::from(reach_metres(leaf.level()));
            self.ahead().peek().filter(|near| near.metres <= reach_metres)?;
        }
        Some(leaf)
    }

    fn ahead(&mut self) -> &mut BinaryHeap<Near<Place>> {
        let (tree, point) = (self.tree, self.point);
        self.ahead
            .get_or_insert_with(|| bounded(tree, point, tree.roots()).collect())
    }

    fn look_ahead(&mut self, places: impl IntoIterator<Item = Place>) {
        let places = bounded(self.tree, self.point, places);
        self.ahead().extend(places);
    }

    /// Splits a cell, or asks for its document, unless documents that were read hold all its stores.
    fn enter(&mut self, place: Place) {
        let is_known = |read: &Read<D>| {
            read.leaf.encloses(place.cell)
                || lies_within(place.cell, read.leaf.rect(), f64::from(read.margin_metres))
        };
        if self.read.iter().any(is_known) {
            return;
        }
        if self.tree.is_leaf(place) {
            self.wanted = Some(place.cell);
        } else {
            self.look_ahead(self.tree.children(place));
        }
    }

    /// Moves the nearest stores, all that are equally near, to those proven.
    fn prove_nearest(&mut self) {
        let Some(nearest) = self.found.peek().map(|near| near.metres) else {
            return;
        };
        let mut proven = std::mem::take(&mut self.proven);
        while let Some(near) = self
            .found
            .peek()
            .copied()
            .filter(|near| near.metres.total_cmp(&nearest).is_eq())
        {
            self.found.pop();
            proven.push(Candidate {
                document: near.what.document,
                row: near.what.row,
                metres: near.metres,
            });
        }
        proven.sort_unstable_by(|a, b| self.id(*b).cmp(self.id(*a)));
        self.proven = proven;
    }

    fn id(&self, candidate: Candidate) -> &str {
        self.document(candidate)
            .map_or("", |document| document.id(candidate.row))
    }
}

/// Those of the places that have stores, at the least distance of any that they could have.
fn bounded(
    tree: &Tree,
    point: Point,
    places: impl IntoIterator<Item = Place>,
) -> impl Iterator<Item = Near<Place>> {
    let places = places.into_iter().filter(|place| tree.stores(*place) > 0);
    places.map(move |place| Near {
        metres: distance_lower_bound_metres(point, place.cell.rect()),
        what: place,
    })
}

/// Something at a distance. Of two the nearer is the greater, as [`BinaryHeap`] gives the greatest first.
#[derive(Debug, Clone, Copy)]
struct Near<T> {
    metres: f64,
    what: T,
}

impl<T> Ord for Near<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.metres.total_cmp(&self.metres)
    }
}

impl<T> PartialOrd for Near<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Near<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Near<T> {}
