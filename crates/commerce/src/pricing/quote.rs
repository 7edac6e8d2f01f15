use serde::{Deserialize, Serialize};

use super::{Goods, PricedLine, Tax};
use crate::ids::{CouponId, PromotionId, SkuId, TemplateId};
use crate::money::{Currency, Minor, MoneyError};
use crate::store::Mode;
use crate::text::Texts;

/// What an order costs, every amount explained. All amounts are in minor units of `currency`.
///
/// Orders keep it as JSON, so what came later has a default: what an older order has none of.
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
    /// Promotions that count for nothing here, though they are active.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// What packaging costs.
    #[serde(default)]
    pub packaging_fee: Minor,
    /// What delivery costs.
    pub delivery_fee: Minor,
    /// The tax, where sales are taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
    /// The points that are earned once the order is paid; the lines' shares sum to it.
    #[serde(default)]
    pub points_earned: Minor,
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
    /// Its tax: contained in the total, or added to it.
    #[serde(default)]
    pub tax: Minor,
    /// Its share of the points earned.
    #[serde(default)]
    pub points_earned: Minor,
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
    /// A promotion of the brand's own.
    Promotion {
        /// Which.
        id: PromotionId,
        /// What it is called, kept with the order whatever becomes of it.
        name: Texts,
    },
    /// A coupon from the customer's wallet.
    Coupon {
        /// Which.
        id: CouponId,
        /// Its terms.
        template: TemplateId,
    },
    /// Points of the customer's, as many as the amount has minor units.
    Points,
}

/// A promotion that counts for nothing in a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Which.
    pub promotion: PromotionId,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why a promotion counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// Its rule could not be asked.
    Unavailable,
    /// Its rule answered what cannot be.
    Faulty,
}

impl LeftOutReason {
    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Faulty => "faulty",
        }
    }
}

impl Quote {
    /// What is taken off altogether.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn discount_total(&self) -> Result<Minor, MoneyError> {
        Minor::sum(self.discounts.iter().map(|discount| discount.amount))
    }

    /// The points that are redeemed.
    pub fn points_redeemed(&self) -> Minor {
        let taken = self
            .discounts
            .iter()
            .find(|taken| taken.rule == DiscountRule::Points);
        taken.map_or(Minor::ZERO, |taken| taken.amount)
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
            tax: Minor::ZERO,
            points_earned: Minor::ZERO,
        })
    }

    /// Its share of the points redeemed.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn points_redeemed(&self) -> Result<Minor, MoneyError> {
        let shares = self.discounts.iter();
        let points = shares.filter(|share| share.rule == DiscountRule::Points);
        Minor::sum(points.map(|share| share.amount))
    }
}

impl From<&QuoteLine> for Goods {
    fn from(line: &QuoteLine) -> Self {
        Self {
            quantity: line.quantity,
            total: line.total,
        }
    }
}
