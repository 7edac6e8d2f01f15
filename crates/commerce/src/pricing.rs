//! What an order costs, and why: input → decision → output.
//!
//! The rules run in this order, and it never depends on the input:
//!
//! 1. **List price**: unit price × quantity, line by line; their sum is the subtotal.
//! 2. **Coupon**: one at most, decided on the subtotal (see [`Coupon::discount`]), shared over the lines in proportion to their
//!    list totals by [`prorate`].
//! 3. **Fees**: delivery; never discounted.
//! 4. **Payable**: subtotal − discounts + fees.
//!
//! So in every quote the lines' totals sum to subtotal − discounts, each discount's shares sum to the discount, and no line is
//! negative. Amounts come from the store's data and quantities from the cart; nothing comes from the client but ids and
//! quantities.

mod fingerprint;
#[cfg(test)]
mod oracle;
mod quote;

pub use quote::{Discount, DiscountRule, LineDiscount, Quote, QuoteLine};

use crate::coupon::{Coupon, CouponRefusal};
use crate::ids::{CustomerId, SkuId, StoreId};
use crate::money::{Currency, Minor, Money, MoneyError, prorate};
use crate::store::Mode;
use crate::text::Texts;

/// All that a price depends on.
#[derive(Clone, Debug)]
pub struct PricingInput<'a> {
    /// The store that sells.
    pub store: &'a StoreId,
    /// The currency that it counts in.
    pub currency: Currency,
    /// How the goods get to the shopper.
    pub mode: Mode,
    /// Who buys.
    pub customer: &'a CustomerId,
    /// What is bought, in the order of the cart.
    pub lines: Vec<PricedLine>,
    /// The coupon to use.
    pub coupon: Option<&'a Coupon>,
    /// What delivery costs; zero where nothing is delivered.
    pub delivery_fee: Minor,
    /// When, in Unix milliseconds.
    pub now_ms: i64,
}

/// A line of a cart with what the store says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedLine {
    /// What is bought.
    pub sku: SkuId,
    /// What it is called, kept with the order whatever becomes of the product.
    pub name: Texts,
    /// How many.
    pub quantity: u32,
    /// The store's price of one.
    pub unit_price: Minor,
}

/// Why there is no price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// A price or a fee in the store's data is negative.
    #[error("a price or a fee is negative")]
    Negative,
    /// An amount does not fit in 64 bits.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The coupon cannot be used.
    #[error(transparent)]
    Coupon(#[from] CouponRefusal),
}

/// Prices an order.
///
/// # Errors
/// See [`PricingError`].
pub fn quote(input: PricingInput<'_>) -> Result<Quote, PricingError> {
    let is_negative = |line: &PricedLine| line.unit_price.is_negative();
    if input.delivery_fee.is_negative() || input.lines.iter().any(is_negative) {
        return Err(PricingError::Negative);
    }

    let mut lines = input
        .lines
        .into_iter()
        .map(QuoteLine::at_list_price)
        .collect::<Result<Vec<_>, _>>()?;
    let subtotal = Minor::sum(lines.iter().map(|line| line.list_total))?;
    let discounts = match input.coupon {
        None => Vec::new(),
        Some(coupon) => {
            let goods = Money::new(subtotal, input.currency);
            let amount = coupon.discount(input.store, input.customer, goods, input.now_ms)?;
            let rule = DiscountRule::Coupon {
                id: coupon.id,
                template: coupon.template.id.clone(),
            };
            vec![Discount { rule, amount }]
        }
    };
    for discount in &discounts {
        share_out(discount, &mut lines)?;
    }

    let goods = Minor::sum(lines.iter().map(|line| line.total))?;
    Ok(Quote {
        currency: input.currency,
        mode: input.mode,
        lines,
        subtotal,
        discounts,
        delivery_fee: input.delivery_fee,
        payable: goods.checked_add(input.delivery_fee)?,
    })
}

/// Takes a discount off the lines, in proportion to what each still costs.
fn share_out(discount: &Discount, lines: &mut [QuoteLine]) -> Result<(), MoneyError> {
    let weights: Vec<Minor> = lines.iter().map(|line| line.total).collect();
    for (line, amount) in lines.iter_mut().zip(prorate(discount.amount, &weights)?) {
        if amount > Minor::ZERO {
            line.total = line.total.checked_sub(amount)?;
            line.discounts.push(LineDiscount {
                rule: discount.rule.clone(),
                amount,
            });
        }
    }
    Ok(())
}

/// A quote for one article at 30.00 CNY, for pickup.
#[cfg(test)]
pub(crate) fn sample_quote(coupon: Option<&Coupon>) -> Quote {
    tests::price(vec![tests::line("tea.l", 1, 3_000)], coupon, 0).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coupon::sample_coupon;

    pub(super) fn line(sku: &str, quantity: u32, unit_price: i64) -> PricedLine {
        PricedLine {
            sku: sku.parse().unwrap(),
            name: Texts::default(),
            quantity,
            unit_price: Minor(unit_price),
        }
    }

    pub(super) fn price(
        lines: Vec<PricedLine>,
        coupon: Option<&Coupon>,
        delivery_fee: i64,
    ) -> Result<Quote, PricingError> {
        quote(PricingInput {
            store: &"s1".parse().unwrap(),
            currency: Currency::CNY,
            mode: Mode::Pickup,
            customer: &"alice".parse().unwrap(),
            lines,
            coupon,
            delivery_fee: Minor(delivery_fee),
            now_ms: 5_000,
        })
    }

    #[test]
    fn cart_without_a_coupon_costs_its_list_price() {
        let quote = price(vec![line("a.a", 2, 1_250), line("b.b", 1, 0)], None, 0).unwrap();
        assert_eq!((quote.subtotal, quote.payable), (Minor(2_500), Minor(2_500)));
        assert!(quote.discounts.is_empty() && quote.lines.iter().all(|line| line.discounts.is_empty()));
    }

    #[test]
    fn coupon_is_shared_over_the_lines_and_fees_are_not_discounted() {
        let coupon = sample_coupon();
        let quote = price(
            vec![line("a.a", 1, 1_000), line("b.b", 2, 1_000)],
            Some(&coupon),
            600,
        )
        .unwrap();
        assert_eq!(
            quote.lines.iter().map(|line| line.total).collect::<Vec<_>>(),
            [Minor(667), Minor(1_333)]
        );
        assert_eq!(
            (quote.discount_total(), quote.payable),
            (Ok(Minor(1_000)), Minor(2_600))
        );
        let rule = DiscountRule::Coupon {
            id: coupon.id,
            template: coupon.template.id,
        };
        assert_eq!(
            quote.lines[0].discounts,
            [LineDiscount {
                rule,
                amount: Minor(333)
            }]
        );
    }

    #[test]
    fn coupon_that_does_not_apply_gives_no_quote() {
        let refused = price(vec![line("a.a", 1, 2_999)], Some(&sample_coupon()), 600).unwrap_err();
        assert!(matches!(
            refused,
            PricingError::Coupon(CouponRefusal::BelowThreshold { .. })
        ));
    }

    #[test]
    fn overflow_and_negative_prices_are_errors() {
        let overflow = Err(PricingError::Money(MoneyError::Overflow));
        assert_eq!(price(vec![line("a.a", 2, i64::MAX)], None, 0), overflow);
        assert_eq!(
            price(vec![line("a.a", 1, i64::MAX), line("b.b", 1, 1)], None, 0),
            overflow
        );
        assert_eq!(price(vec![line("a.a", 1, i64::MAX)], None, 1), overflow);
        assert_eq!(
            price(vec![line("a.a", 1, -1)], None, 0),
            Err(PricingError::Negative)
        );
        assert_eq!(
            price(vec![line("a.a", 1, 1)], None, -1),
            Err(PricingError::Negative)
        );
    }
}
