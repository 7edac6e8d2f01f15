//! Money on the wire.

use commerce::money::{Currency, Minor, Money};
use serde::{Deserialize, Serialize};

/// An amount in minor units of its currency: 12.50 CNY is 1250, and so is 1250 JPY.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(rename = "Money"))]
pub struct MoneyView {
    /// The amount in minor units.
    pub amount_minor: i64,
    /// The currency's ISO 4217 code.
    #[cfg_attr(
        feature = "openapi",
        schemars(extend("pattern" = "^[A-Z]{3}$", "examples" = ["CNY"]))
    )]
    pub currency: String,
}

impl MoneyView {
    /// An amount of a currency.
    #[must_use]
    pub fn new(amount: Minor, currency: Currency) -> Self {
        Money::new(amount, currency).into()
    }
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self {
            amount_minor: money.amount_minor.get(),
            currency: money.currency.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amount_leaves_in_minor_units_with_its_code() {
        let view = MoneyView::new(Minor(1_250), Currency::CNY);
        assert_eq!(
            serde_json::to_string(&view).unwrap(),
            r#"{"amount_minor":1250,"currency":"CNY"}"#
        );
    }
}
