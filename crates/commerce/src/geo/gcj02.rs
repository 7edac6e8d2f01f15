//! Coordinate systems of Chinese maps.
//!
//! Maps published in China use GCJ-02, which is WGS-84 shifted by 50 to 800 m in a way that varies from place to place.
//! The shift was never published; the formula below is the one in common use, known from `eviltransform`
//! (<https://github.com/googollee/eviltransform>), and matches the maps to within metres.

use serde::{Deserialize, Serialize};

use super::Point;

/// The coordinate system that a caller speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CoordinateSystem {
    /// GPS, and everything that is stored here.
    #[default]
    Wgs84,
    /// Maps published in China.
    Gcj02,
}

impl CoordinateSystem {
    /// The point in WGS-84 that a caller of this system means.
    pub fn to_wgs84(self, point: Point) -> Point {
        match self {
            Self::Wgs84 => point,
            Self::Gcj02 => gcj02_to_wgs84(point),
        }
    }

    /// A point of WGS-84 as a caller of this system wants it.
    pub fn from_wgs84(self, point: Point) -> Point {
        match self {
            Self::Wgs84 => point,
            Self::Gcj02 => wgs84_to_gcj02(point),
        }
    }
}

/// Semi-major axis, in metres, and squared eccentricity of the Krasovsky 1940 ellipsoid.
const AXIS_METRES: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
const PI: f64 = std::f64::consts::PI;
/// Each round of the inverse divides the error, some 10⁻² degrees at first, by a hundred or more.
const ROUNDS: usize = 8;

/// Where maps shift, as rectangles of south, north, west and east in degrees. They follow the borders roughly: every
/// large city of China is inside, Hong Kong and Macau included, and of the neighbours only towns at the border are.
const SHIFTED: [[f64; 4]; 18] = [
    // The north-west.
    [43.0, 49.2, 79.9, 96.5],
    [37.0, 41.0, 74.5, 80.0],
    [41.0, 43.0, 80.0, 112.0],
    [31.2, 36.0, 79.0, 81.0],
    // From Tibet to the Yellow Sea.
    [29.5, 41.0, 81.0, 122.9],
    [28.2, 29.5, 85.5, 97.5],
    // The north-east.
    [41.0, 46.0, 112.0, 119.0],
    [46.5, 50.0, 115.5, 119.0],
    [40.0, 53.6, 119.0, 131.2],
    [39.7, 40.0, 122.9, 124.3],
    [44.9, 48.4, 131.2, 134.8],
    // The south, to the strait.
    [24.4, 29.5, 97.5, 119.95],
    [25.5, 29.5, 119.95, 122.6],
    [23.8, 24.4, 97.5, 119.2],
    [22.5, 23.8, 98.7, 119.2],
    [21.1, 22.5, 99.9, 101.9],
    [21.4, 22.5, 106.6, 118.0],
    [18.1, 21.4, 108.4, 111.2],
];

/// GCJ-02 of a point in WGS-84; the point itself where maps do not shift.
pub fn wgs84_to_gcj02(wgs84: Point) -> Point {
    let (lat, lng) = (wgs84.lat_degrees(), wgs84.lng_degrees());
    if !is_shifted(lat, lng) {
        return wgs84;
    }
    let (north, east) = shift(lat, lng);
    Point::from_degrees(lat + north, lng + east).unwrap_or(wgs84)
}

/// WGS-84 of a point in GCJ-02: the point that [`wgs84_to_gcj02`] takes there, to well under 0.5 m.
///
/// Within a shift's length outside the border of [`SHIFTED`], two points of WGS-84 share one of GCJ-02. The shifted one
/// is taken.
pub fn gcj02_to_wgs84(gcj02: Point) -> Point {
    let (to_lat, to_lng) = (gcj02.lat_degrees(), gcj02.lng_degrees());
    // The shift is under 0.02 degrees.
    let is_near = [-0.02, 0.0, 0.02].iter().any(|north| {
        [-0.02, 0.0, 0.02]
            .iter()
            .any(|east| is_shifted(to_lat + north, to_lng + east))
    });
    if !is_near {
        return gcj02;
    }
    let (mut lat, mut lng) = (to_lat, to_lng);
    for _ in 0..ROUNDS {
        let (north, east) = shift(lat, lng);
        (lat, lng) = (to_lat - north, to_lng - east);
    }
    if is_shifted(lat, lng) {
        Point::from_degrees(lat, lng).unwrap_or(gcj02)
    } else {
        gcj02
    }
}

fn is_shifted(lat: f64, lng: f64) -> bool {
    let holds = |[south, north, west, east]: &[f64; 4]| {
        (*south..*north).contains(&lat) && (*west..*east).contains(&lng)
    };
    SHIFTED.iter().any(holds)
}

/// How far the maps shift a place, in degrees north and east.
fn shift(lat: f64, lng: f64) -> (f64, f64) {
    let (x, y) = (lng - 105.0, lat - 35.0);
    let wave = |height: f64, argument: f64| height * libm::sin(argument * PI);
    let root = 0.2 * libm::sqrt(libm::fabs(x));
    let ripple = wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x);
    let north_waves =
        ripple + wave(20.0, y) + wave(40.0, y / 3.0) + wave(160.0, y / 12.0) + wave(320.0, y / 30.0);
    let east_waves =
        ripple + wave(20.0, x) + wave(40.0, x / 3.0) + wave(150.0, x / 12.0) + wave(300.0, x / 30.0);
    let north_metres =
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + root + north_waves * 2.0 / 3.0;
    let east_metres = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + root / 2.0 + east_waves * 2.0 / 3.0;

    let (sin, cos) = (libm::sin(lat.to_radians()), libm::cos(lat.to_radians()));
    let flattening = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
    let normal_radius = AXIS_METRES / libm::sqrt(flattening);
    let meridian_radius = normal_radius * (1.0 - ECCENTRICITY_SQUARED) / flattening;
    (
        (north_metres / meridian_radius).to_degrees(),
        (east_metres / (normal_radius * cos)).to_degrees(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geo::distance_metres;

    fn point(lat: f64, lng: f64) -> Point {
        Point::from_degrees(lat, lng).unwrap()
    }

    #[test]
    fn points_published_with_the_formula_are_met() {
        // eviltransform's own tests: Shanghai, Shenzhen, Beijing.
        for (wgs84, gcj02) in [
            (
                (31.177_427_6, 121.527_210_6),
                (31.175_303_983_6, 121.531_541_859_2),
            ),
            ((22.543_847, 113.912_316), (22.540_796_131_7, 113.917_176_480_8)),
            ((39.911_954, 116.377_817), (39.913_345_455_4, 116.384_047_224_6)),
        ] {
            let metres = distance_metres(wgs84_to_gcj02(point(wgs84.0, wgs84.1)), point(gcj02.0, gcj02.1));
            assert!(metres < 0.1, "{wgs84:?}: {metres} m");
        }
    }

    #[test]
    fn maps_shift_in_chinas_cities_and_nowhere_else() {
        for (city, lat, lng, shifts) in [
            ("Beijing", 39.90, 116.40, true),
            ("Shanghai", 31.23, 121.47, true),
            ("Dalian", 38.91, 121.61, true),
            ("Ürümqi", 43.83, 87.62, true),
            ("Kashgar", 39.47, 75.99, true),
            ("Lhasa", 29.65, 91.11, true),
            ("Harbin", 45.80, 126.53, true),
            ("Sanya", 18.25, 109.51, true),
            ("Xiamen", 24.48, 118.09, true),
            ("Hong Kong", 22.28, 114.16, true),
            ("Macau", 22.20, 113.54, true),
            ("Taipei", 25.03, 121.56, false),
            ("Seoul", 37.57, 126.98, false),
            ("Pyongyang", 39.03, 125.75, false),
            ("Osaka", 34.69, 135.50, false),
            ("Vladivostok", 43.12, 131.89, false),
            ("Ulaanbaatar", 47.92, 106.92, false),
            ("Almaty", 43.24, 76.95, false),
            ("Kathmandu", 27.71, 85.32, false),
            ("Hanoi", 21.03, 105.85, false),
            ("Manila", 14.60, 120.98, false),
            ("Singapore", 1.35, 103.82, false),
            ("London", 51.51, -0.13, false),
        ] {
            let metres = distance_metres(wgs84_to_gcj02(point(lat, lng)), point(lat, lng));
            assert_eq!(metres > 0.0, shifts, "{city}: {metres} m");
            assert!(metres < 1_000.0);
        }
    }

    #[test]
    fn the_poles_are_not_shifted() {
        for pole in [point(90.0, 0.0), point(-90.0, 110.0)] {
            assert_eq!(gcj02_to_wgs84(pole), pole);
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_within_half_a_metre(lat in 17.0..55.0f64, lng in 72.0..136.0f64) {
            let wgs84 = point(lat, lng);
            let gcj02 = wgs84_to_gcj02(wgs84);
            let back = gcj02_to_wgs84(gcj02);
            // Outside, but where a point from inside is shifted to: the other answer.
            let is_shared = gcj02 == wgs84 && back != wgs84;
            let error = if is_shared { distance_metres(wgs84_to_gcj02(back), gcj02) } else { distance_metres(back, wgs84) };
            prop_assert!(error < 0.5, "{wgs84} {back}: {error} m");
        }
    }
}
