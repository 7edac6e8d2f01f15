use std::fmt;

use serde::{Deserialize, Serialize};

use super::MoneyError;

/// The greatest price of one unit, in minor units (500 million yuan).
///
/// The dearest cart, this price × `QUANTITY_MAX` × `CART_LINES_MAX`, stays below 2^53, above which the JavaScript numbers of a
/// mini-program lose digits.
pub const PRICE_MINOR_MAX: i64 = 50_000_000_000;

/// An amount in the minor unit (fen, cent, penny, yen) of a currency that the context knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minor(pub i64);

impl Minor {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The number of minor units.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether this is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// `self + other`.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_add(other.0).map(Self).ok_or(MoneyError::Overflow)
    }

    /// `self - other`; may be negative.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_sub(other.0).map(Self).ok_or(MoneyError::Overflow)
    }

    /// The price of `quantity` units.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn times(self, quantity: u32) -> Result<Self, MoneyError> {
        self.0
            .checked_mul(i64::from(quantity))
            .map(Self)
            .ok_or(MoneyError::Overflow)
    }

    /// The sum of all amounts; nothing for an empty list.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cart::{CART_LINES_MAX, QUANTITY_MAX};

    #[test]
    fn dearest_cart_is_exact_in_javascript() {
        const JAVASCRIPT_SAFE_INTEGER_MAX: i64 = (1 << 53) - 1;
        let line = Minor(PRICE_MINOR_MAX).times(QUANTITY_MAX).unwrap();
        let cart = Minor::sum(vec![line; CART_LINES_MAX]).unwrap();
        assert!(cart.get() <= JAVASCRIPT_SAFE_INTEGER_MAX);
    }

    #[test]
    fn arithmetic_reports_overflow_instead_of_wrapping() {
        assert_eq!(Minor(i64::MAX).checked_add(Minor(1)), Err(MoneyError::Overflow));
        assert_eq!(Minor(i64::MIN).checked_sub(Minor(1)), Err(MoneyError::Overflow));
        assert_eq!(Minor(i64::MAX).times(2), Err(MoneyError::Overflow));
        assert_eq!(Minor::sum([Minor(i64::MAX), Minor(1)]), Err(MoneyError::Overflow));
    }

    #[test]
    fn sum_of_nothing_is_nothing() {
        assert_eq!(Minor::sum([]), Ok(Minor::ZERO));
    }
}
