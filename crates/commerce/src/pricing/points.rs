use serde::{Deserialize, Serialize};

use crate::coupon::PAYABLE_MIN;
use crate::money::{BasisPoints, Minor, MoneyError, Rounding};

/// What points are worth in one currency, set by headquarters.
///
/// Points are counted per currency, and one is worth one minor unit of it: 100 points of a customer are 1.00 CNY. So a balance
/// is an amount, and no rate between points and money can drift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsRule {
    /// What is earned, of what the goods cost after all discounts; rounded down.
    pub earn_bp: BasisPoints,
    /// Up to which part of what the goods cost after promotions and coupon points may be redeemed; rounded down.
    pub redeem_bp: BasisPoints,
}

/// Points that a customer wants to redeem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redemption {
    /// How many; above zero.
    pub wanted: Minor,
    /// How many the customer has.
    pub balance: Minor,
}

/// Why points are not redeemed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsRefusal {
    /// There is no rule for the currency, or it redeems none.
    #[error("points are not redeemed here")]
    NotOffered,
    /// The customer has fewer.
    #[error("only {max} points can be redeemed")]
    NotEnough {
        /// How many can be redeemed.
        max: Minor,
    },
    /// The rule allows fewer for these goods.
    #[error("at most {max} points can be redeemed")]
    OverLimit {
        /// How many can be redeemed.
        max: Minor,
    },
    /// An amount does not fit in 64 bits.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl PointsRule {
    /// What is taken off `goods` for points. [`PAYABLE_MIN`] of the goods is left, as with a coupon.
    ///
    /// # Errors
    /// See [`PointsRefusal`].
    pub fn redeem(self, redemption: Redemption, goods: Minor) -> Result<Minor, PointsRefusal> {
        if self.redeem_bp == BasisPoints(0) {
            return Err(PointsRefusal::NotOffered);
        }
        let part = self.redeem_bp.of(goods, Rounding::Floor)?;
        let limit = part.min(goods.checked_sub(PAYABLE_MIN)?).max(Minor::ZERO);
        let max = limit.min(redemption.balance).max(Minor::ZERO);
        if redemption.wanted > redemption.balance {
            Err(PointsRefusal::NotEnough { max })
        } else if redemption.wanted > limit {
            Err(PointsRefusal::OverLimit { max })
        } else {
            Ok(redemption.wanted)
        }
    }

    /// What is earned with `goods`.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn earned(self, goods: Minor) -> Result<Minor, MoneyError> {
        self.earn_bp.of(goods, Rounding::Floor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: PointsRule = PointsRule {
        earn_bp: BasisPoints(150),
        redeem_bp: BasisPoints(5_000),
    };

    fn check(rule: PointsRule, wanted: i64, balance: i64, goods: i64, expected: Result<i64, PointsRefusal>) {
        let redemption = Redemption {
            wanted: Minor(wanted),
            balance: Minor(balance),
        };
        assert_eq!(rule.redeem(redemption, Minor(goods)), expected.map(Minor));
    }

    #[test]
    fn points_are_redeemed_up_to_the_balance_and_to_the_rules_part() {
        check(RULE, 500, 500, 1_001, Ok(500));
        check(
            RULE,
            501,
            900,
            1_001,
            Err(PointsRefusal::OverLimit { max: Minor(500) }),
        );
        check(
            RULE,
            401,
            400,
            1_001,
            Err(PointsRefusal::NotEnough { max: Minor(400) }),
        );
        check(
            RULE,
            i64::MAX,
            900,
            1_001,
            Err(PointsRefusal::NotEnough { max: Minor(500) }),
        );
    }

    #[test]
    fn something_is_left_to_pay() {
        let whole = PointsRule {
            redeem_bp: BasisPoints(10_000),
            ..RULE
        };
        check(whole, 1_000, 5_000, 1_001, Ok(1_000));
        check(
            whole,
            1_001,
            5_000,
            1_001,
            Err(PointsRefusal::OverLimit { max: Minor(1_000) }),
        );
        check(
            whole,
            1,
            5_000,
            0,
            Err(PointsRefusal::OverLimit { max: Minor(0) }),
        );
    }

    #[test]
    fn rule_that_redeems_nothing_refuses() {
        let none = PointsRule {
            redeem_bp: BasisPoints(0),
            ..RULE
        };
        check(none, 1, 5_000, 1_000, Err(PointsRefusal::NotOffered));
    }

    #[test]
    fn earned_points_are_rounded_down() {
        assert_eq!(RULE.earned(Minor(1_999)), Ok(Minor(29))); // 29.985
        assert_eq!(RULE.earned(Minor(0)), Ok(Minor(0)));
    }
}
