use serde::{Deserialize, Serialize};

use super::Variant;
use crate::field::{FieldError, Rule};
use crate::money::{Currency, Minor, PRICE_MINOR_MAX};

/// What one store says about one variant; what it leaves out is as the brand has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreTerms {
    /// Whether the store carries the variant.
    pub carried: Option<bool>,
    /// The store's own price of one unit, in its currency.
    pub price: Option<Minor>,
}

/// Why a store does not sell a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOffered {
    /// It is not in the store's assortment.
    #[error("the store does not carry it")]
    NotCarried,
    /// There is no price in the store's currency.
    #[error("it has no price in {0}")]
    NoPrice(Currency),
}

impl Variant {
    /// The price of one unit at a store: the store's own, else the brand's in the store's currency.
    ///
    /// # Errors
    /// See [`NotOffered`].
    pub fn price_at(&self, currency: Currency, terms: StoreTerms) -> Result<Minor, NotOffered> {
        if !terms.carried.unwrap_or(self.carried_by_default) {
            return Err(NotOffered::NotCarried);
        }
        terms
            .price
            .or_else(|| self.prices.get(&currency).copied())
            .ok_or(NotOffered::NoPrice(currency))
    }
}

/// Reads the price of one unit, the brand's or a store's own: above zero, since payment providers take no order of nothing, and
/// at most [`PRICE_MINOR_MAX`].
///
/// # Errors
/// [`Rule::OutOfRange`], under `field`.
pub fn read_price(field: &str, amount_minor: i64) -> Result<Minor, FieldError> {
    if (1..=PRICE_MINOR_MAX).contains(&amount_minor) {
        return Ok(Minor(amount_minor));
    }
    Err(FieldError::new(
        field,
        Rule::OutOfRange {
            min: 1,
            max: PRICE_MINOR_MAX,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        carried_by_default: bool,
        carried: Option<bool>,
        price: Option<i64>,
        expected: Result<i64, NotOffered>,
    ) {
        let variant = Variant {
            sku: "tea.l".parse().unwrap(),
            choices: Vec::new(),
            barcode: None,
            prices: [(Currency::CNY, Minor(1_800))].into(),
            carried_by_default,
            purchase_limit: None,
            service: None,
        };
        let terms = StoreTerms {
            carried,
            price: price.map(Minor),
        };
        assert_eq!(variant.price_at(Currency::CNY, terms).map(Minor::get), expected);
        if price.is_none() && expected.is_ok() {
            assert_eq!(
                variant.price_at(Currency::JPY, terms),
                Err(NotOffered::NoPrice(Currency::JPY))
            );
        }
    }

    #[test]
    fn store_decides_and_the_brand_is_the_default() {
        check(true, None, None, Ok(1_800));
        check(true, None, Some(1_500), Ok(1_500));
        check(false, Some(true), None, Ok(1_800));
    }

    #[test]
    fn store_that_does_not_carry_a_variant_does_not_sell_it() {
        check(false, None, Some(1_500), Err(NotOffered::NotCarried));
        check(true, Some(false), None, Err(NotOffered::NotCarried));
    }
}
