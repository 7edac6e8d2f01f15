//! What the document of a leaf holds: the stores of the leaf, and those around it up to a margin.

use super::bound::distance_lower_bound_metres;
use super::{Cell, EARTH_RADIUS_METRES, Point};

/// The most stores in the document of a leaf, unless more than that share its very cell.
///
/// Measured on 25,599 stores of a real chain: one document has the nearest ten for 95 of 100 queries around stores, and
/// 6 kB in the mean. With 128 stores it is 96 of 100 and 7 kB.
pub const DOCUMENT_STORES_MAX: usize = 96;
/// The widest margin of any leaf, in metres. Leaves of half an ocean would otherwise hold continents.
const REACH_METRES_MAX: f64 = 160_000.0;
/// The widest margin of a leaf, in parts of its extent from south to north.
const REACH_SIDES: f64 = 1.0;

/// Which stores the document of a leaf holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafMembers {
    /// The document holds every store within this distance of the leaf, in metres, and no other.
    pub margin_metres: u32,
    /// The indices of those stores.
    pub members: Vec<usize>,
}

/// The widest margin of a leaf of this level, in metres.
pub fn reach_metres(level: u8) -> u32 {
    let side_degrees = 180.0 / f64::from(1u32 << level);
    (REACH_SIDES * side_degrees.to_radians() * EARTH_RADIUS_METRES).min(REACH_METRES_MAX) as u32
}

/// Whether a store at `point` can be in the document of `leaf`: it is within [`reach_metres`].
pub fn leaf_reaches(leaf: Cell, point: Point) -> bool {
    metres_from(leaf, point) <= reach_metres(leaf.level())
}

/// Chooses the stores of a leaf's document among `points`, which must be all that the leaf reaches and may be more.
///
/// The margin is as wide as [`reach_metres`] and [`DOCUMENT_STORES_MAX`] allow, so that it depends on nothing but the
/// stores.
pub fn leaf_members(leaf: Cell, points: &[Point]) -> LeafMembers {
    let metres: Vec<u32> = points.iter().map(|point| metres_from(leaf, *point)).collect();
    let mut margin_metres = reach_metres(leaf.level());
    let mut reached: Vec<u32> = metres
        .iter()
        .copied()
        .filter(|metres| *metres <= margin_metres)
        .collect();
    if reached.len() > DOCUMENT_STORES_MAX {
        let (_, first_left_out, _) = reached.select_nth_unstable(DOCUMENT_STORES_MAX);
        margin_metres = first_left_out.saturating_sub(1);
    }
    let members = (0..points.len())
        .filter(|index| metres[*index] <= margin_metres)
        .collect();
    LeafMembers {
        margin_metres,
        members,
    }
}

/// The distance of a point from a leaf, rounded up to whole metres: a store left out by a margin is farther than it.
fn metres_from(leaf: Cell, point: Point) -> u32 {
    if leaf.contains(point) {
        0
    } else {
        libm::ceil(distance_lower_bound_metres(point, leaf.rect())) as u32
    }
}
