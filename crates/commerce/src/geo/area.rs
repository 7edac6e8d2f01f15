//! Where a store delivers.

use serde::{Deserialize, Serialize};

use super::{Point, distance_metres};
use crate::field::{FieldError, Rule};

mod polygon;
pub use polygon::{POLYGON_VERTICES_MAX, POLYGON_VERTICES_MIN, Polygon};

/// The largest delivery radius, in metres.
pub const DELIVERY_RADIUS_METRES_MAX: u32 = 100_000;

/// Where a store delivers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryArea {
    /// Up to this distance from the store as the crow flies, in metres, 1 to [`DELIVERY_RADIUS_METRES_MAX`].
    Radius(u32),
    /// Inside a polygon.
    Polygon(Polygon),
}

/// A delivery area as it is written in JSON, not yet checked: exactly one of the two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryAreaDraft {
    /// Radius in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_metres: Option<u32>,
    /// Vertices as pairs of latitude and longitude in degrees, in either direction, the first not repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polygon: Option<Vec<[f64; 2]>>,
}

impl DeliveryArea {
    /// Whether a store at `store` delivers to `point`.
    pub fn contains(&self, store: Point, point: Point) -> bool {
        match self {
            Self::Radius(metres) => distance_metres(store, point) <= f64::from(*metres),
            Self::Polygon(polygon) => polygon.contains(point),
        }
    }
}

impl DeliveryAreaDraft {
    /// Checks the area.
    ///
    /// # Errors
    /// `radius_metres` or `polygon`, with the vertex where there is one to blame.
    pub fn validate(&self) -> Result<DeliveryArea, Vec<FieldError>> {
        match (self.radius_metres, &self.polygon) {
            (Some(metres), None) if (1..=DELIVERY_RADIUS_METRES_MAX).contains(&metres) => {
                Ok(DeliveryArea::Radius(metres))
            }
            (Some(_), None) => {
                let rule = Rule::OutOfRange {
                    min: 1,
                    max: i64::from(DELIVERY_RADIUS_METRES_MAX),
                };
                Err(vec![FieldError::new("radius_metres", rule)])
            }
            (None, Some(vertices)) => polygon(vertices).map(DeliveryArea::Polygon),
            (Some(_), Some(_)) => Err(vec![FieldError::new(
                "polygon",
                Rule::Conflict {
                    other: "radius_metres",
                },
            )]),
            (None, None) => Err(vec![FieldError::new("radius_metres", Rule::Required)]),
        }
    }
}

fn polygon(vertices: &[[f64; 2]]) -> Result<Polygon, Vec<FieldError>> {
    if vertices.len() > POLYGON_VERTICES_MAX {
        return Err(vec![FieldError::new(
            "polygon",
            Rule::TooMany {
                max: POLYGON_VERTICES_MAX,
            },
        )]);
    }
    let mut errors = Vec::new();
    let mut points = Vec::with_capacity(vertices.len());
    for (index, [lat, lng]) in vertices.iter().enumerate() {
        match Point::from_degrees(*lat, *lng) {
            Ok(point) => points.push(point),
            Err(wrong) => errors.extend(
                wrong
                    .into_iter()
                    .map(|error| error.at(&format!("polygon[{index}]"))),
            ),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Polygon::new(points).map_err(|rule| vec![FieldError::new("polygon", rule)])
}

impl From<&DeliveryArea> for DeliveryAreaDraft {
    fn from(area: &DeliveryArea) -> Self {
        match area {
            DeliveryArea::Radius(metres) => Self {
                radius_metres: Some(*metres),
                polygon: None,
            },
            DeliveryArea::Polygon(polygon) => {
                let pair = |point: &Point| [point.lat_degrees(), point.lng_degrees()];
                Self {
                    radius_metres: None,
                    polygon: Some(polygon.vertices().iter().map(pair).collect()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expect: &str) {
        let draft: DeliveryAreaDraft = serde_json::from_str(json).unwrap();
        let outcome = match draft.validate() {
            Ok(area) => {
                assert_eq!(DeliveryAreaDraft::from(&area), draft);
                "ok".to_owned()
            }
            Err(errors) => errors
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
        };
        assert_eq!(outcome, expect, "{json}");
    }

    #[test]
    fn an_area_is_a_radius_or_a_polygon() {
        check(r#"{"radius_metres":3000}"#, "ok");
        check(r#"{"polygon":[[31.2,121.4],[31.2,121.5],[31.3,121.5]]}"#, "ok");
        check("{}", "radius_metres is required");
        check(
            r#"{"radius_metres":0}"#,
            "radius_metres must be between 1 and 100000",
        );
        check(
            r#"{"radius_metres":1,"polygon":[]}"#,
            "polygon does not go together with radius_metres",
        );
        check(
            r#"{"polygon":[[1,1],[1,2]]}"#,
            "polygon must hold at least 3 entries",
        );
        check(
            r#"{"polygon":[[91,1],[1,2],[1,181]]}"#,
            "polygon[0].lat must be between -90 and 90; polygon[2].lng must be between -180 and 180",
        );
    }

    #[test]
    fn a_radius_is_measured_from_the_store() {
        let store = Point::from_degrees(31.23, 121.47).unwrap();
        let near = Point::from_degrees(31.23, 121.49).unwrap();
        assert!(DeliveryArea::Radius(2_000).contains(store, near));
        assert!(!DeliveryArea::Radius(1_900).contains(store, near));
    }
}
