//! How near, and how far, the points of a cell can be. Both bounds err on the safe side.

use super::distance::between;
use super::{Cell, EARTH_RADIUS_METRES, Point, Rect};

/// What bounds give away for rounding, in metres. A haversine distance is good to nanometres up close, but near the
/// antipodes the arcsine turns an error of 2⁻⁵³ into one of 10⁻⁸ radians, 0.1 m.
const SLACK_METRES: f64 = 1.0;

/// A distance that no point of `rect` falls below, in metres; 0 inside, and at most [`SLACK_METRES`] too small.
///
/// On the meridians that cross the rectangle, the way straight north or south is the shortest. From elsewhere it ends on
/// the nearer meridian edge, either at a corner or at the foot of the perpendicular.
pub fn distance_lower_bound_metres(point: Point, rect: Rect) -> f64 {
    let (lat, lng) = (point.lat_degrees(), point.lng_degrees());
    let nearest = if (rect.west..=rect.east).contains(&lng) {
        let degrees = (rect.south - lat).max(lat - rect.north).max(0.0);
        degrees.to_radians() * EARTH_RADIUS_METRES
    } else {
        to_meridian(lat, rect.west - lng, rect).min(to_meridian(lat, rect.east - lng, rect))
    };
    (nearest - SLACK_METRES).max(0.0)
}

/// A distance that no point outside of `rect` falls below, in metres; 0 when `point` itself is outside.
///
/// The side of the rectangle that is nearest is taken as a whole parallel or meridian, without its ends.
pub(super) fn distance_to_edge_metres(point: Point, rect: Rect) -> f64 {
    let (lat, lng) = (point.lat_degrees(), point.lng_degrees());
    // Beyond a pole lies no other row of cells; what is across it lies beyond a meridian edge.
    let south = if rect.south <= -90.0 {
        f64::INFINITY
    } else {
        lat - rect.south
    };
    let north = if rect.north >= 90.0 {
        f64::INFINITY
    } else {
        rect.north - lat
    };
    let along = south.min(north).to_radians() * EARTH_RADIUS_METRES;
    let across = perpendicular(lat, (lng - rect.west).min(rect.east - lng).min(90.0).to_radians());
    (along.min(across) - SLACK_METRES).max(0.0)
}

/// Whether every point of `cell` is within `metres` of `rect`; may say no where yes is true.
///
/// The straight line on the chart, latitude against longitude, is one way to go. Along it a degree of longitude is never
/// longer than at its latitude closest to the equator.
pub(super) fn lies_within(cell: Cell, rect: Rect, metres: f64) -> bool {
    let far = cell.rect();
    let lat = (far.north - rect.north).max(rect.south - far.south).max(0.0);
    let lng = (far.east - rect.east).max(rect.west - far.west).max(0.0);
    let (south, north) = (far.south.min(rect.south), far.north.max(rect.north));
    let parallel = if south < 0.0 && north > 0.0 {
        0.0
    } else {
        south.abs().min(north.abs())
    };
    let way = libm::hypot(lat, lng * libm::cos(parallel.to_radians())).to_radians();
    way * EARTH_RADIUS_METRES + SLACK_METRES <= metres
}

/// Whether some point of one rectangle may be within `metres` of some point of the other; may say yes where no is true.
///
/// Two points apart by Δλ are at least as far apart as they would be at their latitude farthest from the equator.
pub(super) fn may_touch(one: Rect, other: Rect, metres: f64) -> bool {
    let lat = (one.south - other.north).max(other.south - one.north).max(0.0);
    let lng = (one.west - other.east).max(other.west - one.east).max(0.0);
    let around = 360.0 - (one.east.max(other.east) - one.west.min(other.west));
    let parallel = [one.south, one.north, other.south, other.north]
        .map(f64::abs)
        .into_iter()
        .fold(0.0, f64::max);
    let half = libm::sin(lng.min(around).to_radians() / 2.0) * libm::cos(parallel.to_radians());
    let gap = lat.to_radians().max(2.0 * libm::asin(half.clamp(0.0, 1.0)));
    gap * EARTH_RADIUS_METRES - SLACK_METRES <= metres
}

/// The distance from latitude `lat` to the part of a meridian between the rectangle's south and north, `lng` degrees
/// away.
fn to_meridian(lat: f64, lng: f64, rect: Rect) -> f64 {
    let corners = between(lat, rect.south, lng).min(between(lat, rect.north, lng));
    // The point of the whole great circle that is nearest: where sin φ sin φ' + cos φ cos Δλ cos φ' is greatest.
    let (sin, cos) = (libm::sin(lat.to_radians()), libm::cos(lat.to_radians()));
    let foot = libm::atan2(sin, cos * libm::cos(lng.to_radians())).to_degrees();
    if (rect.south..=rect.north).contains(&foot) {
        corners.min(between(lat, foot, lng))
    } else {
        corners
    }
}

/// The distance from latitude `lat` to the great circle of a meridian `lng` radians away, up to π/2.
fn perpendicular(lat: f64, lng: f64) -> f64 {
    libm::asin((libm::cos(lat.to_radians()) * libm::sin(lng)).min(1.0)) * EARTH_RADIUS_METRES
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geo::{LEVEL_MAX, distance_metres};

    fn any_point() -> impl Strategy<Value = Point> {
        let lat =
            prop_oneof![4 => -900_000_000..=900_000_000i32, 1 => Just(900_000_000), 1 => Just(-900_000_000)];
        let lng = prop_oneof![4 => -1_800_000_000..1_800_000_000i32, 1 => Just(-1_800_000_000), 1 => Just(0)];
        (lat, lng).prop_map(|(lat, lng)| Point::from_e7(lat, lng).unwrap())
    }

    fn cell_of(point: Point, level: u8) -> Cell {
        let mut cell = Cell::ROOTS[usize::from(!Cell::ROOTS[0].contains(point))];
        while cell.level() < level {
            cell = cell
                .children()
                .unwrap()
                .into_iter()
                .find(|child| child.contains(point))
                .unwrap();
        }
        cell
    }

    /// Points of the rectangle, its corners and edges among them.
    fn grid(rect: Rect) -> impl Iterator<Item = Point> {
        (0..=8).flat_map(move |row| {
            (0..=8).map(move |column| {
                let lat = rect.south + (rect.north - rect.south) * f64::from(row) / 8.0;
                let lng = rect.west + (rect.east - rect.west) * f64::from(column) / 8.0;
                Point::from_degrees(lat, lng).unwrap()
            })
        })
    }

    fn nearest_of_grid(point: Point, rect: Rect) -> f64 {
        grid(rect)
            .map(|place| distance_metres(point, place))
            .fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn the_bound_is_tight_across_the_antimeridian_and_over_the_pole() {
        let degree = EARTH_RADIUS_METRES.to_radians();
        for (lat, lng, cell, metres) in [
            (0.0, 179.999, "w", 0.001 * degree),
            (-45.0, -179.0, "e1", between(-45.0, -45.0, 1.0)),
            // The nearest place is the pole itself.
            (89.9, 45.0, "w2", 0.1 * degree),
            (-10.0, 20.0, "e2", 10.0 * degree),
        ] {
            let (point, cell) = (
                Point::from_degrees(lat, lng).unwrap(),
                cell.parse::<Cell>().unwrap(),
            );
            let bound = distance_lower_bound_metres(point, cell.rect());
            assert!(
                (metres - 20.0..=metres).contains(&bound),
                "{point} {cell}: {bound}, not {metres}"
            );
        }
    }

    #[test]
    fn the_foot_of_the_perpendicular_is_nearer_than_the_corners() {
        let rect = Rect {
            south: 0.0,
            north: 90.0,
            west: 90.0,
            east: 135.0,
        };
        // Half way up, 60 degrees of longitude away: the nearest place of the meridian is farther north.
        let point = Point::from_degrees(45.0, 30.0).unwrap();
        let (bound, straight) = (
            distance_lower_bound_metres(point, rect),
            between(45.0, 45.0, 60.0),
        );
        let corners = between(45.0, 0.0, 60.0).min(between(45.0, 90.0, 60.0));
        assert!(
            bound < straight && bound < corners,
            "{bound}, {straight}, {corners}"
        );
        let oracle = libm::asin(45f64.to_radians().cos() * 60f64.to_radians().sin()) * EARTH_RADIUS_METRES;
        assert!(
            (oracle - 2.0 * SLACK_METRES..=oracle).contains(&bound),
            "{bound}, not {oracle}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_point_of_a_cell_is_nearer_than_the_bound(
            point in any_point(), inside in any_point(), level in 0..=LEVEL_MAX,
        ) {
            let cell = cell_of(inside, level);
            let bound = distance_lower_bound_metres(point, cell.rect());
            prop_assert!(bound <= distance_metres(point, inside));
            prop_assert!(bound <= nearest_of_grid(point, cell.rect()));
            prop_assert!(!cell.contains(point) || bound == 0.0);
        }

        #[test]
        fn the_bound_of_a_near_cell_misses_by_little(point in any_point(), level in 10..=LEVEL_MAX, aside in -30_000..30_000i32) {
            let lng = (point.lng_e7() / 2 + aside).clamp(-1_700_000_000, 1_700_000_000);
            let rect = cell_of(Point::from_e7(point.lat_e7(), lng).unwrap(), level).rect();
            let (bound, grid) = (distance_lower_bound_metres(point, rect), nearest_of_grid(point, rect));
            // The grid itself misses the nearest place by up to a sixteenth of a side.
            prop_assert!(grid - bound <= SLACK_METRES + 111_200.0 * (rect.north - rect.south) / 16.0 + 1.0);
        }

        #[test]
        fn no_point_outside_is_nearer_than_the_edge(point in any_point(), outside in any_point(), level in 0..=12u8) {
            let cell = cell_of(point, level);
            let edge = distance_to_edge_metres(point, cell.rect());
            prop_assert!(cell.contains(outside) || edge <= distance_metres(point, outside));
            prop_assert!(edge <= SLACK_METRES + 10_100_000.0);
        }

        #[test]
        fn a_cell_said_to_lie_within_has_no_point_beyond(
            near in any_point(), step in (-30_000_000..30_000_000i32, -30_000_000..30_000_000i32), levels in (0..12u8, 4..14u8),
            metres in 0.0..4_000_000.0f64,
        ) {
            let lat = (near.lat_e7() + step.0).clamp(-900_000_000, 900_000_000);
            let lng = near.lng_e7().saturating_add(step.1).clamp(-1_800_000_000, 1_799_999_999);
            let rect = cell_of(near, levels.0).rect();
            let cell = cell_of(Point::from_e7(lat, lng).unwrap(), levels.1);
            if lies_within(cell, rect, metres) {
                for place in grid(cell.rect()) {
                    prop_assert!(distance_lower_bound_metres(place, rect) <= metres);
                }
            }
        }
    }
}
