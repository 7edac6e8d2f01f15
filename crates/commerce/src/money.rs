//! Money: integer minor units with their currency, and nothing that rounds unseen.
//!
//! No operator is overloaded and no float appears: every sum says what happens on overflow, and every division says by
//! name how it rounds.

mod basis_points;
mod currency;
mod decimal;
mod minor;
mod prorate;
mod rounding;

pub use basis_points::{BasisPoints, WHOLE_BP};
pub use currency::{Currency, UnknownCurrency};
pub use decimal::DecimalError;
pub use minor::{Minor, PRICE_MINOR_MAX};
pub use prorate::prorate;
pub use rounding::{Rounding, UnknownRounding};

use serde::{Deserialize, Serialize};

/// A computation with money that has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit in 64 bits.
    #[error("the amount is too large")]
    Overflow,
    /// Two currencies met in one sum.
    #[error("{left} and {right} cannot be added")]
    CurrencyMismatch {
        /// The currency of the left operand.
        left: Currency,
        /// The currency of the right operand.
        right: Currency,
    },
    /// An amount or a weight below zero, where only a share of something real makes sense.
    #[error("a negative amount cannot be shared out")]
    Negative,
    /// An amount to share out, and nobody to take it.
    #[error("an amount cannot be shared out over weights that are all zero")]
    NoWeight,
}

/// An amount together with its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The amount in minor units: 12.50 CNY is 1250, and so is 1250 JPY.
    pub amount_minor: Minor,
    /// The currency whose minor unit that is.
    pub currency: Currency,
}

impl Money {
    /// Puts an amount and its currency together.
    pub const fn new(amount_minor: Minor, currency: Currency) -> Self {
        Self {
            amount_minor,
            currency,
        }
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        let currency = self.common_currency(other)?;
        Ok(Self {
            amount_minor: self.amount_minor.checked_add(other.amount_minor)?,
            currency,
        })
    }

    /// The difference of two amounts of one currency; may be negative.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        let currency = self.common_currency(other)?;
        Ok(Self {
            amount_minor: self.amount_minor.checked_sub(other.amount_minor)?,
            currency,
        })
    }

    fn common_currency(self, other: Self) -> Result<Currency, MoneyError> {
        if self.currency == other.currency {
            Ok(self.currency)
        } else {
            Err(MoneyError::CurrencyMismatch {
                left: self.currency,
                right: other.currency,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YUAN: Money = Money::new(Minor(1_250), Currency::CNY);

    #[test]
    fn currencies_do_not_mix() {
        let yen = Money::new(Minor(1_250), Currency::JPY);
        let mismatch = MoneyError::CurrencyMismatch {
            left: Currency::CNY,
            right: Currency::JPY,
        };
        assert_eq!(YUAN.checked_add(yen), Err(mismatch));
        assert_eq!(YUAN.checked_sub(yen), Err(mismatch));
    }

    #[test]
    fn one_currency_adds_and_subtracts() {
        assert_eq!(
            YUAN.checked_add(YUAN),
            Ok(Money::new(Minor(2_500), Currency::CNY))
        );
        assert_eq!(YUAN.checked_sub(YUAN), Ok(Money::new(Minor(0), Currency::CNY)));
    }

    #[test]
    fn money_is_an_amount_and_a_code_in_json() {
        let json = serde_json::to_string(&YUAN).unwrap();
        assert_eq!(json, r#"{"amount_minor":1250,"currency":"CNY"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), YUAN);
    }
}
