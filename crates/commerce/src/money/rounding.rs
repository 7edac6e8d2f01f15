use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How a quotient becomes a whole number of minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest; a tie goes towards positive infinity. What a shopper expects of a till.
    #[default]
    HalfUp,
    /// To the nearest; a tie goes to the even neighbour (IEEE 754 `roundTiesToEven`), so that many roundings do not drift.
    HalfEven,
    /// Towards negative infinity: never more than the exact value.
    Floor,
}

/// A text that names no rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of half_up, half_even, floor")]
pub struct UnknownRounding;

impl Rounding {
    /// Every rounding.
    pub const ALL: [Self; 3] = [Self::HalfUp, Self::HalfEven, Self::Floor];

    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HalfUp => "half_up",
            Self::HalfEven => "half_even",
            Self::Floor => "floor",
        }
    }

    /// `numerator / denominator` as a whole number. The denominator must be positive.
    pub(crate) fn divide(self, numerator: i128, denominator: i128) -> i128 {
        let floor = numerator.div_euclid(denominator);
        let rest = numerator.rem_euclid(denominator);
        let up = match (self, rest.cmp(&(denominator - rest))) {
            (Self::Floor, _) | (_, std::cmp::Ordering::Less) => false,
            (_, std::cmp::Ordering::Greater) | (Self::HalfUp, _) => true,
            (Self::HalfEven, std::cmp::Ordering::Equal) => floor.rem_euclid(2) == 1,
        };
        floor + i128::from(up)
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Rounding {
    type Err = UnknownRounding;

    fn from_str(text: &str) -> Result<Self, UnknownRounding> {
        Self::ALL
            .into_iter()
            .find(|rounding| rounding.as_str() == text)
            .ok_or(UnknownRounding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounds each of -5/2, -3/2, -1/2, 1/2, 3/2, 5/2.
    fn check(rounding: Rounding, expected: [i128; 6]) {
        assert_eq!(
            [-5, -3, -1, 1, 3, 5].map(|half| rounding.divide(half, 2)),
            expected
        );
    }

    #[test]
    fn ties_go_where_the_name_says() {
        check(Rounding::HalfUp, [-2, -1, 0, 1, 2, 3]);
        check(Rounding::HalfEven, [-2, -2, 0, 0, 2, 2]);
        check(Rounding::Floor, [-3, -2, -1, 0, 1, 2]);
    }

    #[test]
    fn what_is_no_tie_goes_to_the_nearest() {
        for rounding in [Rounding::HalfUp, Rounding::HalfEven] {
            assert_eq!(
                [-4, -2, 1, 2, 4, 5].map(|third| rounding.divide(third, 3)),
                [-1, -1, 0, 1, 1, 2]
            );
        }
    }

    #[test]
    fn name_of_a_rounding_is_the_same_everywhere() {
        for rounding in Rounding::ALL {
            assert_eq!(rounding.as_str().parse(), Ok(rounding));
            assert_eq!(
                serde_json::to_string(&rounding).unwrap(),
                format!("\"{rounding}\"")
            );
        }
        assert_eq!("up".parse::<Rounding>(), Err(UnknownRounding));
    }

    #[test]
    fn a_whole_quotient_stays_as_it_is() {
        for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Floor] {
            assert_eq!([-6, 0, 6].map(|sixths| rounding.divide(sixths, 3)), [-2, 0, 2]);
        }
    }
}
