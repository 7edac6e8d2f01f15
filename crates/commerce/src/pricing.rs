//! What an order costs, and why: input → decision → output.
//!
//! The rules run in this order, and it never depends on the input; `docs/pricing.md` has the formulas and an example:
//!
//! 1. **List price**: unit price × quantity, line by line; their sum is the subtotal.
//! 2. **Promotions**: what the brand's own rules take off, one promotion after the other, each from what the ones before it
//!    left (see [`amounts_off`]). An answer that breaks a rule takes nothing off.
//! 3. **Coupon**: one at most, decided on what is left (see [`Coupon::discount`]).
//! 4. **Points**: redeemed on what is left then (see [`PointsRule::redeem`]).
//! 5. **Fees**: packaging and delivery; never discounted.
//! 6. **Tax**: of each line and of each fee by itself, contained in it or added to it (see [`TaxRule::of`]).
//! 7. **Payable**: subtotal − discounts + fees, and the tax where it is added.
//!
//! Coupon and points are shared over the lines in proportion to what each still costs, and so are the points earned (see
//! [`prorate`]). So in every quote the lines' totals sum to subtotal − discounts, each discount's shares sum to the discount,
//! and no line is negative. Amounts come from the store's data and quantities from the cart; nothing comes from the client
//! but ids, quantities, and which coupon and how many points to use.

mod fingerprint;
mod points;
mod promotion;
mod quote;
mod refund;
mod tax;

pub use points::{PointsRefusal, PointsRule, Redemption};
pub use promotion::{
    Goods, NotAsked, OPERATIONS_MAX, Operation, PromotionFault, RuleAnswer, Units, amounts_off,
};
pub use quote::{Discount, DiscountRule, LeftOut, LeftOutReason, LineDiscount, Quote, QuoteLine};
pub use refund::{LineRefund, RefundError, refund_share};
pub use tax::{TAX_RATE_BP_MAX, Tax, TaxRule};

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
    /// What the rules of the active promotions answered, in the order in which they apply.
    pub promotions: Vec<RuleAnswer>,
    /// The coupon to use.
    pub coupon: Option<&'a Coupon>,
    /// What points are worth in the currency, where there are any.
    pub points: Option<PointsRule>,
    /// The points to redeem.
    pub redemption: Option<Redemption>,
    /// What packaging costs.
    pub packaging_fee: Minor,
    /// What delivery costs; zero where nothing is delivered.
    pub delivery_fee: Minor,
    /// How sales are taxed, where they are.
    pub tax: Option<TaxRule>,
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
    /// The points cannot be redeemed.
    #[error(transparent)]
    Points(#[from] PointsRefusal),
}

/// Prices an order.
///
/// # Errors
/// See [`PricingError`].
pub fn quote(input: PricingInput<'_>) -> Result<Quote, PricingError> {
    let is_negative = |line: &PricedLine| line.unit_price.is_negative();
    let fees = [input.packaging_fee, input.delivery_fee];
    if fees.iter().any(|fee| fee.is_negative()) || input.lines.iter().any(is_negative) {
        return Err(PricingError::Negative);
    }

    let mut lines = input
        .lines
        .into_iter()
        .map(QuoteLine::at_list_price)
        .collect::<Result<Vec<_>, _>>()?;
    let subtotal = Minor::sum(lines.iter().map(|line| line.list_total))?;
    let mut discounts = Vec::new();
    let left_out = promote(input.promotions, &mut lines, &mut discounts)?;
    if let Some(coupon) = input.coupon {
        let goods = Money::new(cost_of(&lines)?, input.currency);
        let amount = coupon.discount(input.store, input.customer, goods, input.now_ms)?;
        let rule = DiscountRule::Coupon {
            id: coupon.id,
            template: coupon.template.id.clone(),
        };
        share_out(rule, amount, &mut lines, &mut discounts)?;
    }
    if let Some(redemption) = input.redemption {
        let rule = input.points.ok_or(PointsRefusal::NotOffered)?;
        let amount = rule.redeem(redemption, cost_of(&lines)?)?;
        share_out(DiscountRule::Points, amount, &mut lines, &mut discounts)?;
    }

    let goods = cost_of(&lines)?;
    let points_earned = match input.points {
        Some(rule) => earn(rule.earned(goods)?, &mut lines)?,
        None => Minor::ZERO,
    };
    let tax = input.tax.map(|rule| tax(rule, fees, &mut lines)).transpose()?;
    let added = tax.filter(|tax| !tax.rule.included).map(|tax| tax.total);
    Ok(Quote {
        currency: input.currency,
        mode: input.mode,
        lines,
        subtotal,
        discounts,
        left_out,
        packaging_fee: input.packaging_fee,
        delivery_fee: input.delivery_fee,
        tax,
        points_earned,
        payable: Minor::sum([goods].into_iter().chain(fees).chain(added))?,
    })
}

fn cost_of(lines: &[QuoteLine]) -> Result<Minor, MoneyError> {
    Minor::sum(lines.iter().map(|line| line.total))
}

/// Applies what the rules answered; gives the promotions that count for nothing.
fn promote(
    answers: Vec<RuleAnswer>,
    lines: &mut [QuoteLine],
    discounts: &mut Vec<Discount>,
) -> Result<Vec<LeftOut>, MoneyError> {
    let mut left_out = Vec::new();
    for answer in answers {
        let goods: Vec<Goods> = lines.iter().map(Goods::from).collect();
        let reason = match answer
            .operations
            .map(|operations| amounts_off(&operations, &goods))
        {
            Ok(Ok(amounts)) => {
                let rule = DiscountRule::Promotion {
                    id: answer.promotion,
                    name: answer.name,
                };
                take_off(rule, &amounts, lines, discounts)?;
                continue;
            }
            Ok(Err(_)) => LeftOutReason::Faulty,
            Err(NotAsked) => LeftOutReason::Unavailable,
        };
        left_out.push(LeftOut {
            promotion: answer.promotion,
            reason,
        });
    }
    Ok(left_out)
}

/// Takes an amount off the lines, in proportion to what each still costs.
fn share_out(
    rule: DiscountRule,
    amount: Minor,
    lines: &mut [QuoteLine],
    discounts: &mut Vec<Discount>,
) -> Result<(), MoneyError> {
    let amounts = prorate(amount, &weights(lines))?;
    take_off(rule, &amounts, lines, discounts)
}

fn take_off(
    rule: DiscountRule,
    amounts: &[Minor],
    lines: &mut [QuoteLine],
    discounts: &mut Vec<Discount>,
) -> Result<(), MoneyError> {
    for (line, &amount) in lines.iter_mut().zip(amounts) {
        if amount > Minor::ZERO {
            line.total = line.total.checked_sub(amount)?;
            line.discounts.push(LineDiscount {
                rule: rule.clone(),
                amount,
            });
        }
    }
    let amount = Minor::sum(amounts.iter().copied())?;
    if amount > Minor::ZERO {
        discounts.push(Discount { rule, amount });
    }
    Ok(())
}

/// Shares earned points over the lines.
fn earn(points: Minor, lines: &mut [QuoteLine]) -> Result<Minor, MoneyError> {
    let shares = prorate(points, &weights(lines))?;
    for (line, share) in lines.iter_mut().zip(shares) {
        line.points_earned = share;
    }
    Ok(points)
}

/// Taxes each line and each fee by itself, so that parts and whole need no allocation.
fn tax(
    rule: TaxRule,
    [packaging_fee, delivery_fee]: [Minor; 2],
    lines: &mut [QuoteLine],
) -> Result<Tax, MoneyError> {
    for line in lines.iter_mut() {
        line.tax = rule.of(line.total)?;
    }
    let (on_packaging, on_delivery) = (rule.of(packaging_fee)?, rule.of(delivery_fee)?);
    let on_goods = lines.iter().map(|line| line.tax);
    Ok(Tax {
        rule,
        on_packaging,
        on_delivery,
        total: Minor::sum(on_goods.chain([on_packaging, on_delivery]))?,
    })
}

fn weights(lines: &[QuoteLine]) -> Vec<Minor> {
    lines.iter().map(|line| line.total).collect()
}

/// A quote for one article at 30.00 CNY, for pickup.
#[cfg(test)]
pub(crate) fn sample_quote(coupon: Option<&Coupon>) -> Quote {
    tests::price(vec![tests::line("tea.l", 1, 3_000)], |input| {
        input.coupon = coupon
    })
    .unwrap()
}

#[cfg(test)]
mod tests;
