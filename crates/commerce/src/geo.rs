//! Where things are, and which stores are nearest.
//!
//! Positions are integers ([`Point`]). Stores are filed in an adaptive quadtree over latitude and longitude: its
//! directory is a [`Tree`], each of its leaves is one document, and [`Search`] finds the nearest stores exactly, most
//! often from a single document. All trigonometry goes through the `libm` crate, not the platform's mathematics
//! library, so that the natively built index and the one built inside a component are equal to the last bit.

mod area;
mod bound;
mod cell;
mod change;
mod distance;
mod gcj02;
mod leaf;
mod point;
mod search;
mod tree;

pub use area::{
    DELIVERY_RADIUS_METRES_MAX, DeliveryArea, DeliveryAreaDraft, POLYGON_VERTICES_MAX, POLYGON_VERTICES_MIN,
    Polygon,
};
pub use bound::distance_lower_bound_metres;
pub use cell::{Cell, CellError, LEVEL_MAX, Rect};
pub use change::{AffectedLeaves, affected_leaves};
pub use distance::{DistanceFrom, EARTH_RADIUS_METRES, distance_metres, distance_whole_metres};
pub use gcj02::{CoordinateSystem, gcj02_to_wgs84, wgs84_to_gcj02};
pub use leaf::{DOCUMENT_STORES_MAX, LeafMembers, leaf_members, leaf_reaches, reach_metres};
pub use point::Point;
pub use search::{Candidate, Located, Search, StaleTree, Step};
pub use tree::{LEAF_STORES_MAX, Tree, TreeError};
