use serde::{Deserialize, Serialize};

use super::PricedLine;
use crate::ids::{CouponId, SkuId, TemplateId};
use crate::money::{Currency, Minor, MoneyError};
use crate::store::Mode;
use crate::text::Texts;

/// What an order costs, every amount explained. All amounts are in minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The currency of all amounts.
    pub currency: Currency,
    /// How the goods get to the shopper.
    pub mode: Mode,
    /// What is bought, in the order of the cart.
    pub lines: Vec<QuoteLine>,
    /// The sum of the lines' list totals.
    pub subtotal: Minor,
    /// What is taken off, in the order of the rules.
    pub discounts: Vec<Discount>,
    /// What delivery costs.
    pub delivery_fee: Minor,
    /// What the shopper pays.
    pub payable: Minor,
}

/// One line of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// What is bought.
    pub sku: SkuId,
    /// What it is called.
    pub name: Texts,
    /// How many.
    pub quantity: u32,
    /// The price of one.
    pub unit_price: Minor,
    /// Price × quantity.
    pub list_total: Minor,
    /// Its shares of the discounts, in the order of the rules; none is zero.
    pub discounts: Vec<LineDiscount>,
    /// List total less its shares; never negative.
    pub total: Minor,
}

/// An amount taken off the order by a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// What takes it off.
    pub rule: DiscountRule,
    /// How much; above zero.
    pub amount: Minor,
}

/// A line's share of a [`Discount`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDiscount {
    /// What takes it off.
    pub rule: DiscountRule,
    /// How much of it this line bears; above zero.
    pub amount: Minor,
}

/// What takes an amount off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DiscountRule {
    /// A coupon from the customer's wallet.
    Coupon {
        /// Which.
        id: CouponId,
        /// Its terms.
        template: TemplateId,
    },
}

impl Quote {
    /// What is taken off altogether.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn discount_total(&self) -> Result<Minor, MoneyError> {
        Minor::sum(self.discounts.iter().map(|discount| discount.amount))
    }
}

impl QuoteLine {
    pub(super) fn at_list_price(line: PricedLine) -> Result<Self, MoneyError> {
        let PricedLine {
            sku,
            name,
            quantity,
            unit_price,
        } = line;
        let list_total = unit_price.times(quantity)?;
        Ok(Self {
            sku,
            name,
            quantity,
            unit_price,
            list_total,
            discounts: Vec::new(),
            total: list_total,
        })
    }
}
