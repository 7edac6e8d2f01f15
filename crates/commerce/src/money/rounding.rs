/// How a quotient becomes a whole number of minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest; a tie goes towards positive infinity. What a shopper expects of a till.
    HalfUp,
    /// To the nearest; a tie goes to the even neighbour (IEEE 754 `roundTiesToEven`), so that many roundings do not drift.
    HalfEven,
    /// Towards negative infinity: never more than the exact value.
    Floor,
}

impl Rounding {
    /// `numerator / denominator` as a whole number. The denominator must be positive.
    pub(super) fn divide(self, numerator: i128, denominator: i128) -> i128 {
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
    fn a_whole_quotient_stays_as_it_is() {
        for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Floor] {
            assert_eq!([-6, 0, 6].map(|sixths| rounding.divide(sixths, 3)), [-2, 0, 2]);
        }
    }
}
