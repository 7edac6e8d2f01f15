use serde::{Deserialize, Serialize};

use crate::money::{BasisPoints, Minor, MoneyError, Rounding, WHOLE_BP};

/// The highest rate of a tax, in basis points. With it the dearest cart stays below 2^53 minor units.
pub const TAX_RATE_BP_MAX: u32 = 5_000;

/// How a store's sales are taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRule {
    /// The rate.
    pub rate_bp: BasisPoints,
    /// Whether prices contain the tax; else it is added to them.
    pub included: bool,
    /// How each line's tax becomes whole minor units.
    pub rounding: Rounding,
}

/// The tax of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// How it was computed.
    pub rule: TaxRule,
    /// The part of the packaging fee.
    pub on_packaging: Minor,
    /// The part of the delivery fee.
    pub on_delivery: Minor,
    /// All of it: the lines' parts and the fees'.
    pub total: Minor,
}

impl TaxRule {
    /// The tax of an amount: contained in it, or to be added to it.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn of(self, amount: Minor) -> Result<Minor, MoneyError> {
        let rate = i128::from(self.rate_bp.0);
        let whole = i128::from(WHOLE_BP) + if self.included { rate } else { 0 };
        let tax = self.rounding.divide(i128::from(amount.get()) * rate, whole);
        i64::try_from(tax).map(Minor).map_err(|_| MoneyError::Overflow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rate_bp: u32, included: bool, rounding: Rounding, amount: i64, expected: i64) {
        let rule = TaxRule {
            rate_bp: BasisPoints(rate_bp),
            included,
            rounding,
        };
        assert_eq!(rule.of(Minor(amount)), Ok(Minor(expected)));
    }

    #[test]
    fn tax_is_contained_or_added_and_rounded_as_named() {
        check(1_300, true, Rounding::HalfUp, 11_300, 1_300);
        check(1_300, false, Rounding::HalfUp, 11_300, 1_469);
        check(1_000, true, Rounding::HalfUp, 1_000, 91); // 90.909…
        check(1_000, true, Rounding::Floor, 1_000, 90);
        check(500, false, Rounding::HalfUp, 50, 3); // 2.5
        check(500, false, Rounding::HalfEven, 50, 2);
        check(0, true, Rounding::HalfUp, 1_000, 0);
        check(5_000, false, Rounding::HalfUp, 0, 0);
    }

    #[test]
    fn tax_that_does_not_fit_is_an_error() {
        let rule = TaxRule {
            rate_bp: BasisPoints(u32::MAX),
            included: false,
            rounding: Rounding::HalfUp,
        };
        assert_eq!(rule.of(Minor(i64::MAX)), Err(MoneyError::Overflow));
    }
}
