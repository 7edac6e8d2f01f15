//! A position on the earth.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::field::{FieldError, Rule};

/// Units of a [`Point`] in one degree.
const UNITS: f64 = 1e7;
const LAT_MAX: i32 = 900_000_000;
const LNG_MAX: i32 = 1_800_000_000;
/// The longest decimal that is read, in characters: a double written out has 17 digits.
const DECIMAL_CHARS_MAX: usize = 32;

/// A position in WGS-84, in units of 10⁻⁷ degrees (11 mm of latitude).
///
/// Latitude is within ±90°. Longitude is in [-180°, 180°): 180° east is kept as 180° west, so that one meridian has
/// one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Degrees", into = "Degrees")]
pub struct Point {
    lat_e7: i32,
    lng_e7: i32,
}

/// How a point is written in JSON.
#[derive(Serialize, Deserialize)]
struct Degrees {
    lat: f64,
    lng: f64,
}

impl Point {
    /// A point from units of 10⁻⁷ degrees.
    ///
    /// # Errors
    /// `lat` and `lng` when out of range.
    pub fn from_e7(lat_e7: i32, lng_e7: i32) -> Result<Self, Vec<FieldError>> {
        let lat = within("lat", i64::from(lat_e7), LAT_MAX);
        let lng = within("lng", i64::from(lng_e7), LNG_MAX);
        Self::both(lat, lng)
    }

    /// A point from degrees, rounded to the nearest unit.
    ///
    /// # Errors
    /// `lat` and `lng` when out of range, infinite or not a number.
    pub fn from_degrees(lat: f64, lng: f64) -> Result<Self, Vec<FieldError>> {
        Self::both(units("lat", lat, LAT_MAX), units("lng", lng, LNG_MAX))
    }

    /// A point from two decimals such as `31.2304` and `-121.47`.
    ///
    /// # Errors
    /// `lat` and `lng` when empty, not a decimal, or out of range.
    pub fn parse(lat: &str, lng: &str) -> Result<Self, Vec<FieldError>> {
        let lat = decimal("lat", lat).and_then(|degrees| units("lat", degrees, LAT_MAX));
        let lng = decimal("lng", lng).and_then(|degrees| units("lng", degrees, LNG_MAX));
        Self::both(lat, lng)
    }

    /// Latitude in units of 10⁻⁷ degrees.
    pub fn lat_e7(self) -> i32 {
        self.lat_e7
    }

    /// Longitude in units of 10⁻⁷ degrees.
    pub fn lng_e7(self) -> i32 {
        self.lng_e7
    }

    /// Latitude in degrees.
    pub fn lat_degrees(self) -> f64 {
        f64::from(self.lat_e7) / UNITS
    }

    /// Longitude in degrees.
    pub fn lng_degrees(self) -> f64 {
        f64::from(self.lng_e7) / UNITS
    }

    fn both(lat: Result<i32, FieldError>, lng: Result<i32, FieldError>) -> Result<Self, Vec<FieldError>> {
        match (lat, lng) {
            (Ok(lat_e7), Ok(lng_e7)) => Ok(Self {
                lat_e7,
                lng_e7: if lng_e7 == LNG_MAX { -LNG_MAX } else { lng_e7 },
            }),
            (lat, lng) => Err(lat.err().into_iter().chain(lng.err()).collect()),
        }
    }
}

fn decimal(field: &str, text: &str) -> Result<f64, FieldError> {
    if text.is_empty() {
        return Err(FieldError::new(field, Rule::Required));
    }
    // Rust also reads "inf" and "nan"; JavaScript writes 0.0000001 as 1e-7.
    let of_digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let degrees = if of_digits && text.len() <= DECIMAL_CHARS_MAX {
        text.parse().ok()
    } else {
        None
    };
    degrees.ok_or_else(|| not_degrees(field))
}

fn units(field: &str, degrees: f64, max: i32) -> Result<i32, FieldError> {
    if degrees.is_nan() {
        return Err(not_degrees(field));
    }
    // A float cast saturates, so that infinities are out of range too.
    within(field, libm::round(degrees * UNITS) as i64, max)
}

fn within(field: &str, units: i64, max: i32) -> Result<i32, FieldError> {
    match i32::try_from(units) {
        Ok(units) if (-max..=max).contains(&units) => Ok(units),
        _ => {
            let max = i64::from(max) / UNITS as i64;
            Err(FieldError::new(field, Rule::OutOfRange { min: -max, max }))
        }
    }
}

fn not_degrees(field: &str) -> FieldError {
    FieldError::new(
        field,
        Rule::Format {
            expected: "decimal degrees such as 31.2304",
        },
    )
}

impl TryFrom<Degrees> for Point {
    type Error = String;

    fn try_from(degrees: Degrees) -> Result<Self, String> {
        Self::from_degrees(degrees.lat, degrees.lng).map_err(|errors| {
            errors
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        })
    }
}

impl From<Point> for Degrees {
    fn from(point: Point) -> Self {
        Self {
            lat: point.lat_degrees(),
            lng: point.lng_degrees(),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{},{}", self.lat_degrees(), self.lng_degrees())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(lat: &str, lng: &str, expect: Result<(i32, i32), &str>) {
        let point = Point::parse(lat, lng).map(|point| (point.lat_e7(), point.lng_e7()));
        let point = point.map_err(|errors| {
            errors
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        });
        assert_eq!(point, expect.map_err(str::to_owned), "{lat:?} {lng:?}");
    }

    #[test]
    fn decimals_become_units_of_a_ten_millionth_of_a_degree() {
        check("42.51", "1.53", Ok((425_100_000, 15_300_000)));
        check("-0.00000004", "+121.47", Ok((0, 1_214_700_000)));
        check("1e-7", "-1E-7", Ok((1, -1)));
        check("90", "-180", Ok((900_000_000, -1_800_000_000)));
    }

    #[test]
    fn both_names_of_the_antimeridian_are_one() {
        check("0", "180", Ok((0, -1_800_000_000)));
        check("0", "179.99999999", Ok((0, -1_800_000_000)));
    }

    #[test]
    fn what_is_not_a_coordinate_is_refused_by_field_and_rule() {
        check("", "1", Err("lat is required"));
        check("90.0000001", "1", Err("lat must be between -90 and 90"));
        check("1", "-180.5", Err("lng must be between -180 and 180"));
        check("1e300", "1", Err("lat must be between -90 and 90"));
        for text in ["nan", "inf", "1,5", "0x1", "1 ", "--1", "1' OR 1=1", "①"] {
            check("1", text, Err("lng must be decimal degrees such as 31.2304"));
        }
        check("91", "", Err("lat must be between -90 and 90; lng is required"));
    }

    #[test]
    fn floats_that_are_no_place_are_refused() {
        assert!(Point::from_degrees(f64::NAN, 0.0).is_err());
        assert!(Point::from_degrees(0.0, f64::NEG_INFINITY).is_err());
        assert!(serde_json::from_str::<Point>(r#"{"lat":91,"lng":0}"#).is_err());
    }

    proptest! {
        #[test]
        fn a_point_survives_json(lat in -LAT_MAX..=LAT_MAX, lng in -LNG_MAX..LNG_MAX) {
            let point = Point::from_e7(lat, lng).unwrap();
            let json = serde_json::to_string(&point).unwrap();
            prop_assert_eq!(serde_json::from_str::<Point>(&json).unwrap(), point);
        }
    }
}
