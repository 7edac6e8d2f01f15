//! Distance along the earth.

use super::Point;

/// The mean radius of the earth, in metres: R₁ = (2a + b) / 3 of the WGS-84 ellipsoid
/// (H. Moritz, *Geodetic Reference System 1980*, Journal of Geodesy 74, 2000).
pub const EARTH_RADIUS_METRES: f64 = 6_371_008.8;

/// The great-circle distance between two points in metres, by the haversine formula
/// (R. W. Sinnott, *Virtues of the Haversine*, Sky & Telescope 68, 1984).
///
/// The sphere differs from the ellipsoid by at most 0.6 %.
pub fn distance_metres(from: Point, to: Point) -> f64 {
    DistanceFrom::new(from).metres(to)
}

/// Distances from one point to many, with what they share worked out once; to the bit as [`distance_metres`].
#[derive(Debug, Clone, Copy)]
pub struct DistanceFrom {
    lat: f64,
    lng: f64,
    cos_lat: f64,
}

impl DistanceFrom {
    /// Distances from `point`.
    pub fn new(point: Point) -> Self {
        let lat = point.lat_degrees();
        Self {
            lat,
            lng: point.lng_degrees(),
            cos_lat: libm::cos(lat.to_radians()),
        }
    }

    /// The distance to a point, in metres.
    pub fn metres(&self, to: Point) -> f64 {
        let lat = to.lat_degrees();
        let cos_lat = libm::cos(lat.to_radians());
        haversine(
            (self.lat, self.cos_lat),
            (lat, cos_lat),
            to.lng_degrees() - self.lng,
        )
    }
}

/// The great-circle distance in whole metres, as it is shown.
pub fn distance_whole_metres(from: Point, to: Point) -> u32 {
    libm::round(distance_metres(from, to)) as u32
}

/// The distance between latitudes `lat_a` and `lat_b` whose longitudes differ by `lng`, all in degrees.
pub(super) fn between(lat_a: f64, lat_b: f64, lng: f64) -> f64 {
    let with_cosine = |lat: f64| (lat, libm::cos(lat.to_radians()));
    haversine(with_cosine(lat_a), with_cosine(lat_b), lng)
}

/// The same, of latitudes with their cosines.
fn haversine((lat_a, cos_a): (f64, f64), (lat_b, cos_b): (f64, f64), lng: f64) -> f64 {
    let half_lat = libm::sin((lat_b - lat_a).to_radians() / 2.0);
    let half_lng = libm::sin(lng.to_radians() / 2.0);
    let haversine = half_lat * half_lat + cos_a * cos_b * half_lng * half_lng;
    // Rounding can carry antipodes a hair past 1. A square root is exact (IEEE 754), so the platform's own is everybody's.
    2.0 * EARTH_RADIUS_METRES * libm::asin(haversine.min(1.0).sqrt())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(lat: f64, lng: f64) -> Point {
        Point::from_degrees(lat, lng).unwrap()
    }

    fn check(from: (f64, f64), to: (f64, f64), metres: f64) {
        let distance = distance_metres(point(from.0, from.1), point(to.0, to.1));
        assert!((distance - metres).abs() < 0.5, "{from:?} {to:?}: {distance}");
    }

    #[test]
    fn known_distances_are_met() {
        let quarter = EARTH_RADIUS_METRES * std::f64::consts::FRAC_PI_2;
        check((0.0, 0.0), (90.0, 0.0), quarter);
        check((0.0, -90.0), (0.0, 90.0), 2.0 * quarter);
        check((90.0, 17.0), (-90.0, -5.0), 2.0 * quarter);
        check((0.0, 179.5), (0.0, -179.5), quarter / 90.0);
        check((90.0, 0.0), (90.0, 123.0), 0.0);
        check((31.23, 121.47), (31.23, 121.47), 0.0);
    }

    proptest! {
        /// The oracle is the angle between two unit vectors, a formula that shares nothing with the haversine.
        #[test]
        fn haversine_agrees_with_the_angle_between_vectors(
            a in -90.0..90.0f64, b in -180.0..180.0f64, c in -90.0..90.0f64, d in -180.0..180.0f64,
        ) {
            let (from, to) = (point(a, b), point(c, d));
            let vector = |point: Point| {
                let (lat, lng) = (point.lat_degrees().to_radians(), point.lng_degrees().to_radians());
                [lat.cos() * lng.cos(), lat.cos() * lng.sin(), lat.sin()]
            };
            let ([ax, ay, az], [bx, by, bz]) = (vector(from), vector(to));
            let dot = ax * bx + ay * by + az * bz;
            let cross = (ay * bz - az * by).hypot(az * bx - ax * bz).hypot(ax * by - ay * bx);
            let oracle = EARTH_RADIUS_METRES * cross.atan2(dot);
            prop_assert!((distance_metres(from, to) - oracle).abs() < 0.5);
            prop_assert!((distance_metres(from, to) - distance_metres(to, from)).abs() < 1e-6);
        }
    }
}
