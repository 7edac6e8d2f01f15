use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Minor, MoneyError, Rounding};

/// The basis points of a whole: 100 %.
pub const WHOLE_BP: u32 = 10_000;

/// A rate in hundredths of a percent: 12.5 % is 1250.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

impl BasisPoints {
    /// This rate's part of an amount.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when a rate above 100 % makes the part too large.
    pub fn of(self, amount: Minor, rounding: Rounding) -> Result<Minor, MoneyError> {
        let exact = i128::from(amount.get()) * i128::from(self.0);
        let part = rounding.divide(exact, i128::from(WHOLE_BP));
        i64::try_from(part).map(Minor).map_err(|_| MoneyError::Overflow)
    }
}

impl fmt::Display for BasisPoints {
    /// As a percentage without needless zeros: `12.5 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, hundredths) = (self.0 / 100, self.0 % 100);
        match (hundredths / 10, hundredths % 10) {
            (0, 0) => write!(f, "{whole} %"),
            (tenths, 0) => write!(f, "{whole}.{tenths} %"),
            _ => write!(f, "{whole}.{hundredths:02} %"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_is_rounded_as_named() {
        let rate = BasisPoints(1_250);
        assert_eq!(rate.of(Minor(1_996), Rounding::HalfUp), Ok(Minor(250))); // 249.5
        assert_eq!(rate.of(Minor(1_988), Rounding::HalfEven), Ok(Minor(248))); // 248.5
        assert_eq!(rate.of(Minor(1_999), Rounding::Floor), Ok(Minor(249))); // 249.875
    }

    #[test]
    fn whole_of_the_largest_amount_is_that_amount() {
        assert_eq!(
            BasisPoints(WHOLE_BP).of(Minor(i64::MAX), Rounding::Floor),
            Ok(Minor(i64::MAX))
        );
        assert_eq!(
            BasisPoints(WHOLE_BP + 1).of(Minor(i64::MAX), Rounding::Floor),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn rate_reads_as_a_percentage() {
        let texts = [2_000, 1_250, 1_205, 5].map(|bp| BasisPoints(bp).to_string());
        assert_eq!(texts, ["20 %", "12.5 %", "12.05 %", "0.05 %"]);
    }
}
