//! Cells of the quadtree: a level and a path from the root.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::Point;

/// The deepest level. A cell there is 1.2 m from south to north; stores that share it share a building.
pub const LEVEL_MAX: u8 = 24;

/// Bits of a path at the deepest level: the hemisphere, then two for each level.
const CODE_BITS: u32 = 1 + 2 * LEVEL_MAX as u32;
const LAT_SPAN_E7: u64 = 1_800_000_000;
const LNG_SPAN_E7: u64 = 3_600_000_000;

/// A square of the quadtree in degrees. The two of level 0 are the hemispheres west and east of Greenwich; each cell is
/// split in four. It includes its southern and western edges, and the northernmost cells include the pole.
///
/// Cells sort along the Morton curve, a parent before its children. As text: `w` or `e`, then a digit 0 to 3 for each
/// level (south-west, south-east, north-west, north-east), as in `e31203`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The first Morton code inside.
    first: i64,
    level: u8,
}

/// A text that is not a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 'w' or 'e' and up to 24 digits from 0 to 3")]
pub struct CellError;

/// The edges of a cell, in degrees; exact, since halving is exact in binary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Latitude of the southern edge.
    pub south: f64,
    /// Latitude of the northern edge.
    pub north: f64,
    /// Longitude of the western edge.
    pub west: f64,
    /// Longitude of the eastern edge, up to 180.
    pub east: f64,
}

impl Point {
    /// The path of this point's deepest cell as a number (a Morton code of 49 bits): the points of any cell are those
    /// whose codes lie in its [`Cell::codes`], so that an ordinary index on the code finds them.
    pub fn code(self) -> i64 {
        let row = (i64::from(self.lat_e7()) + (LAT_SPAN_E7 / 2) as i64) as u64;
        let column = (i64::from(self.lng_e7()) + (LNG_SPAN_E7 / 2) as i64) as u64;
        // The north pole belongs to the last row.
        let row = ((row << LEVEL_MAX) / LAT_SPAN_E7).min((1 << LEVEL_MAX) - 1);
        let column = (column << (LEVEL_MAX + 1)) / LNG_SPAN_E7;
        (spread(column) | spread(row) << 1) as i64
    }
}

impl Cell {
    /// The two cells of level 0, west and east of Greenwich.
    pub const ROOTS: [Self; 2] = [
        Self { first: 0, level: 0 },
        Self {
            first: 1 << (CODE_BITS - 1),
            level: 0,
        },
    ];

    /// How often the hemisphere was split to get here, 0 to [`LEVEL_MAX`].
    pub fn level(self) -> u8 {
        self.level
    }

    /// The codes of the points inside ([`Point::code`]).
    pub fn codes(self) -> RangeInclusive<i64> {
        self.first..=self.first + (self.size() - 1)
    }

    /// Whether the point lies inside.
    pub fn contains(self, point: Point) -> bool {
        self.codes().contains(&point.code())
    }

    /// Whether the other cell is this one or part of it.
    pub fn encloses(self, other: Self) -> bool {
        self.level <= other.level && self.codes().contains(&other.first)
    }

    /// The four parts in the order of their codes; `None` for a deepest cell.
    pub fn children(self) -> Option<[Self; 4]> {
        (self.level < LEVEL_MAX).then(|| {
            let (level, quarter) = (self.level + 1, self.size() / 4);
            [0, 1, 2, 3].map(|part| Self {
                first: self.first + part * quarter,
                level,
            })
        })
    }

    /// The edges, in degrees.
    pub fn rect(self) -> Rect {
        let column = squeeze(self.first as u64) as f64;
        let row = squeeze(self.first as u64 >> 1) as f64;
        let unit = 180.0 / f64::from(1u32 << LEVEL_MAX);
        let side = 180.0 / f64::from(1u32 << self.level);
        let (south, west) = (row * unit - 90.0, column * unit - 180.0);
        Rect {
            south,
            north: south + side,
            west,
            east: west + side,
        }
    }

    /// How many codes the cell spans.
    fn size(self) -> i64 {
        1 << (2 * u32::from(LEVEL_MAX - self.level))
    }
}

/// Moves bit i to bit 2i.
fn spread(bits: u64) -> u64 {
    let bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF;
    let bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF;
    let bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F;
    let bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

/// Moves bit 2i to bit i and drops the odd bits: the reverse of [`spread`].
fn squeeze(bits: u64) -> u64 {
    let bits = bits & 0x5555_5555_5555_5555;
    let bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
    let bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F;
    let bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF;
    let bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF;
    (bits | bits >> 16) & 0x0000_0000_FFFF_FFFF
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.first >> (CODE_BITS - 1) == 0 {
            "w"
        } else {
            "e"
        })?;
        for level in 1..=self.level {
            write!(out, "{}", self.first >> (2 * (LEVEL_MAX - level)) & 3)?;
        }
        Ok(())
    }
}

impl FromStr for Cell {
    type Err = CellError;

    fn from_str(text: &str) -> Result<Self, CellError> {
        let mut bytes = text.bytes();
        let mut cell = match bytes.next() {
            Some(b'w') => Self::ROOTS[0],
            Some(b'e') => Self::ROOTS[1],
            _ => return Err(CellError),
        };
        for byte in bytes {
            let part = usize::from(byte.checked_sub(b'0').filter(|part| *part < 4).ok_or(CellError)?);
            cell = cell.children().ok_or(CellError)?[part];
        }
        Ok(cell)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(lat: i32, lng: i32) -> Point {
        Point::from_e7(lat, lng).unwrap()
    }

    #[test]
    fn the_corners_of_the_world_have_cells() {
        for (lat, lng, prefix) in [
            (900_000_000, -1_800_000_000, "w222"),
            (-900_000_000, -1_800_000_000, "w000"),
            (900_000_000, 1_799_999_999, "e333"),
            (-900_000_000, 1_799_999_999, "e111"),
            (0, 0, "e200"),
            (-1, -1, "w133"),
        ] {
            let cell: Cell = prefix.parse().unwrap();
            assert!(cell.contains(point(lat, lng)), "{lat} {lng} is not in {cell}");
        }
    }

    #[test]
    fn only_a_path_is_read_as_a_cell() {
        for text in ["", "x", "0", "w4", "w-", "e12é", &format!("e{}", "0".repeat(25))] {
            assert_eq!(text.parse::<Cell>(), Err(CellError), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_point_lies_in_one_cell_of_each_level_and_within_its_edges(
            lat in -900_000_000..=900_000_000i32, lng in -1_800_000_000..1_800_000_000i32,
        ) {
            let point = point(lat, lng);
            let mut inside: Vec<Cell> = Cell::ROOTS.into_iter().filter(|cell| cell.contains(point)).collect();
            while let [cell] = inside[..] {
                let rect = cell.rect();
                prop_assert!(rect.south <= point.lat_degrees() && point.lat_degrees() <= rect.north);
                prop_assert!(rect.west <= point.lng_degrees() && point.lng_degrees() <= rect.east);
                prop_assert_eq!(cell.to_string().parse(), Ok(cell));
                let Some(children) = cell.children() else { return Ok(()) };
                prop_assert!(children.iter().all(|child| cell.encloses(*child) && !child.encloses(cell)));
                inside = children.into_iter().filter(|child| child.contains(point)).collect();
            }
            prop_assert!(false, "{} cells hold {point}", inside.len());
        }
    }
}
