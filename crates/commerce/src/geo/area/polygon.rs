use crate::field::Rule;
use crate::geo::Point;

/// The fewest vertices of a polygon.
pub const POLYGON_VERTICES_MIN: usize = 3;
/// The most vertices of a polygon.
pub const POLYGON_VERTICES_MAX: usize = 100;

const TURN: i64 = 3_600_000_000;

/// A simple polygon on the chart of latitude and longitude: edges are straight there, as they are where they were drawn.
/// It may cross the antimeridian, but spans less than half the world and holds no pole. Its edges belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polygon {
    vertices: Vec<Point>,
}

/// A vertex as x and y, in units of 10⁻⁷ degrees; x goes on beyond ±180°.
type Vertex = (i64, i64);

impl Polygon {
    /// The polygon with these vertices, in either direction, the first not repeated at the end.
    ///
    /// # Errors
    /// When there are too few or too many, when two neighbours are equal, when edges cross or touch, and when it is too
    /// wide.
    pub fn new(vertices: Vec<Point>) -> Result<Self, Rule> {
        if vertices.len() < POLYGON_VERTICES_MIN {
            return Err(Rule::TooFew {
                min: POLYGON_VERTICES_MIN,
            });
        }
        if vertices.len() > POLYGON_VERTICES_MAX {
            return Err(Rule::TooMany {
                max: POLYGON_VERTICES_MAX,
            });
        }
        let polygon = Self { vertices };
        let chart = polygon.chart();
        let (west, east) = chart
            .iter()
            .fold((0, 0), |(west, east), (x, _)| (west.min(*x), east.max(*x)));
        let closes = wrapped(i64::from(polygon.vertices[0].lng_e7()) - last_lng(&polygon.vertices))
            + chart_end(&chart);
        if east - west >= TURN / 2 || closes != 0 {
            return Err(Rule::Format {
                expected: "a polygon less than 180 degrees wide, around no pole",
            });
        }
        if !is_simple(&chart) {
            return Err(Rule::Format {
                expected: "a polygon whose edges meet only at its vertices",
            });
        }
        Ok(polygon)
    }

    /// The vertices, the first not repeated.
    pub fn vertices(&self) -> &[Point] {
        &self.vertices
    }

    /// Whether the point is inside or on an edge.
    pub fn contains(&self, point: Point) -> bool {
        let chart = self.chart();
        let x = i64::from(point.lng_e7()) - i64::from(self.vertices[0].lng_e7());
        let y = i64::from(point.lat_e7());
        [x - TURN, x, x + TURN].into_iter().any(|x| holds(&chart, (x, y)))
    }

    /// The vertices on a chart that starts at the longitude of the first and goes each edge the shorter way round.
    fn chart(&self) -> Vec<Vertex> {
        let mut x = 0;
        let mut from = i64::from(self.vertices[0].lng_e7());
        let unroll = |vertex: &Point| {
            let lng = i64::from(vertex.lng_e7());
            x += wrapped(lng - from);
            from = lng;
            (x, i64::from(vertex.lat_e7()))
        };
        self.vertices.iter().map(unroll).collect()
    }
}

fn last_lng(vertices: &[Point]) -> i64 {
    vertices.last().map_or(0, |vertex| i64::from(vertex.lng_e7()))
}

fn chart_end(chart: &[Vertex]) -> i64 {
    chart.last().map_or(0, |(x, _)| *x)
}

/// A difference of longitudes, the shorter way round.
fn wrapped(lng: i64) -> i64 {
    (lng + TURN / 2).rem_euclid(TURN) - TURN / 2
}

fn edges(chart: &[Vertex]) -> impl Iterator<Item = (Vertex, Vertex)> {
    chart.iter().copied().zip(chart.iter().copied().cycle().skip(1))
}

/// Twice the area of a triangle: positive when `c` lies to the left of the way from `a` to `b`, zero on its line.
fn turn(a: Vertex, b: Vertex, c: Vertex) -> i128 {
    let product = |p: i64, q: i64| i128::from(p) * i128::from(q);
    product(b.0 - a.0, c.1 - a.1) - product(b.1 - a.1, c.0 - a.0)
}

fn is_on(edge: (Vertex, Vertex), point: Vertex) -> bool {
    let (a, b) = edge;
    turn(a, b, point) == 0
        && (a.0.min(b.0)..=a.0.max(b.0)).contains(&point.0)
        && (a.1.min(b.1)..=a.1.max(b.1)).contains(&point.1)
}

fn meet(one: (Vertex, Vertex), other: (Vertex, Vertex)) -> bool {
    let sides = |edge: (Vertex, Vertex), of: (Vertex, Vertex)| {
        turn(edge.0, edge.1, of.0).signum() * turn(edge.0, edge.1, of.1).signum()
    };
    (sides(one, other) < 0 && sides(other, one) < 0)
        || is_on(one, other.0)
        || is_on(one, other.1)
        || is_on(other, one.0)
        || is_on(other, one.1)
}

/// Whether edges meet only where they follow each other, and then only at the vertex between them.
fn is_simple(chart: &[Vertex]) -> bool {
    let edges: Vec<(Vertex, Vertex)> = edges(chart).collect();
    edges.iter().enumerate().all(|(index, edge)| {
        edge.0 != edge.1
            && edges.iter().enumerate().skip(index + 1).all(|(later, other)| {
                if later == index + 1 {
                    !is_on(*edge, other.1) && !is_on(*other, edge.0)
                } else if index == 0 && later == edges.len() - 1 {
                    !is_on(*edge, other.0) && !is_on(*other, edge.1)
                } else {
                    !meet(*edge, *other)
                }
            })
    })
}

/// By counting the edges that a ray to the east crosses (M. Shimrat, *Algorithm 112*, Communications of the ACM 5, 1962).
fn holds(chart: &[Vertex], point: Vertex) -> bool {
    let mut inside = false;
    for (a, b) in edges(chart) {
        if is_on((a, b), point) {
            return true;
        }
        if (a.1 > point.1) != (b.1 > point.1) {
            let is_left_of_rising = turn(a, b, point) > 0;
            inside ^= is_left_of_rising == (b.1 > a.1);
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points(degrees: &[(f64, f64)]) -> Vec<Point> {
        degrees
            .iter()
            .map(|(lat, lng)| Point::from_degrees(*lat, *lng).unwrap())
            .collect()
    }

    fn check(polygon: &[(f64, f64)], inside: &[(f64, f64)], outside: &[(f64, f64)]) {
        let forward = points(polygon);
        let backward = forward.iter().rev().copied().collect();
        for polygon in [Polygon::new(forward).unwrap(), Polygon::new(backward).unwrap()] {
            for point in points(inside) {
                assert!(polygon.contains(point), "{point} is outside");
            }
            for point in points(outside) {
                assert!(!polygon.contains(point), "{point} is inside");
            }
        }
    }

    #[test]
    fn a_notch_is_outside_and_edges_are_inside() {
        let notched = [(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (1.0, 2.0), (4.0, 0.0)];
        check(
            &notched,
            &[
                (0.5, 2.0),
                (1.0, 2.0),
                (0.0, 1.0),
                (2.0, 4.0),
                (4.0, 0.0),
                (2.0, 0.5),
            ],
            &[(2.0, 2.0), (-0.1, 1.0), (4.0, 2.0), (2.0, 4.1), (0.0, -1.0)],
        );
    }

    #[test]
    fn an_area_may_lie_across_the_antimeridian() {
        let fiji = [(-18.0, 179.0), (-18.0, -179.0), (-16.0, -179.0), (-16.0, 179.0)];
        check(
            &fiji,
            &[(-17.0, 179.5), (-17.0, -179.5), (-17.0, 180.0), (-16.0, 180.0)],
            &[(-17.0, 178.9), (-17.0, -178.9), (-17.0, 0.0)],
        );
    }

    #[test]
    fn what_is_no_simple_polygon_is_refused() {
        for polygon in [
            &[(0.0, 0.0), (1.0, 1.0)][..],
            &[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)],
            &[(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)],
            &[(0.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 0.0)],
            &[(0.0, 0.0), (0.0, 2.0), (1.0, 1.0), (0.0, 1.0), (-1.0, 1.0)],
            &[(0.0, 0.0), (0.0, 2.0), (0.0, 1.0), (1.0, 1.0)],
            &[(80.0, 0.0), (80.0, 120.0), (80.0, -120.0)],
            &[(0.0, 0.0), (0.0, 100.0), (1.0, 170.0), (1.0, -170.0), (2.0, 0.0)],
        ] {
            assert!(Polygon::new(points(polygon)).is_err(), "{polygon:?}");
        }
        assert!(Polygon::new(vec![points(&[(1.0, 1.0)])[0]; 101]).is_err());
    }

    proptest! {
        /// The oracle is the sum of the angles under which the edges are seen.
        #[test]
        fn inside_means_that_the_edges_go_all_the_way_round(
            radii in prop::collection::vec(0.1..5.0f64, 5..40), lat in -6.0..6.0f64, lng in -6.0..6.0f64,
            west in -180.0..180.0f64,
        ) {
            let step = std::f64::consts::TAU / radii.len() as f64;
            let star: Vec<(f64, f64)> = radii.iter().enumerate()
                .map(|(index, radius)| (radius * (step * index as f64).sin(), radius * (step * index as f64).cos()))
                .collect();
            let angles: f64 = star.iter().zip(star.iter().cycle().skip(1)).map(|(a, b)| {
                let ((ay, ax), (by, bx)) = ((a.0 - lat, a.1 - lng), (b.0 - lat, b.1 - lng));
                (ax * by - ay * bx).atan2(ax * bx + ay * by)
            }).sum();
            let moved = |(lat, lng): (f64, f64)| (lat, (lng + west + 540.0).rem_euclid(360.0) - 180.0);
            let polygon = Polygon::new(points(&star.iter().copied().map(moved).collect::<Vec<_>>())).unwrap();
            prop_assert_eq!(polygon.contains(points(&[moved((lat, lng))])[0]), angles.abs() > 3.0);
        }
    }
}
