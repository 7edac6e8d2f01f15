//! A random cart with everything that a price depends on.

use crate::chance::Chance;
use commerce::coupon::{Coupon, Kind, Scope, Template, TemplateState};
use commerce::ids::{CouponId, CustomerId, StoreId};
use commerce::money::{BasisPoints, Currency, Minor, PRICE_MINOR_MAX, Rounding};
use commerce::pricing::{
    NotAsked, Operation, PointsRule, PricedLine, PricingInput, Redemption, RuleAnswer, TaxRule, Units,
};
use commerce::store::Mode;
use commerce::text::Texts;

const NOW_MS: i64 = 5_000;

#[derive(Debug)]
pub struct Cart {
    pub lines: Vec<PricedLine>,
    pub promotions: Vec<RuleAnswer>,
    pub coupon: Option<Coupon>,
    pub points: Option<PointsRule>,
    pub redemption: Option<Redemption>,
    pub packaging_fee: Minor,
    pub delivery_fee: Minor,
    pub tax: Option<TaxRule>,
    store: StoreId,
    customer: CustomerId,
}

impl Cart {
    pub fn random(chance: &mut Chance) -> Self {
        let customer: CustomerId = "alice".parse().unwrap();
        let count = if chance.once_in(50) {
            chance.within(1, 100)
        } else {
            chance.within(1, 6)
        };
        let lines: Vec<PricedLine> = (0..count).map(|number| line(chance, number)).collect();
        let promotions = (0..chance.below(4)).map(|number| answer(chance, &lines, number));
        Self {
            promotions: promotions.collect(),
            coupon: chance.once_in(3).then(|| coupon(chance, &customer)),
            points: (!chance.once_in(4)).then(|| PointsRule {
                earn_bp: BasisPoints(chance.skewed(0, 10_000) as u32),
                redeem_bp: BasisPoints(chance.skewed(0, 10_000) as u32),
            }),
            redemption: chance.once_in(4).then(|| Redemption {
                wanted: Minor(chance.skewed(1, 100_000)),
                balance: Minor(chance.skewed(0, 1_000_000)),
            }),
            packaging_fee: Minor(chance.skewed(0, 100_000_000)),
            delivery_fee: Minor(chance.skewed(0, 100_000_000)),
            tax: (!chance.once_in(3)).then(|| TaxRule {
                rate_bp: BasisPoints(chance.within(0, 5_000) as u32),
                included: chance.once_in(2),
                rounding: Rounding::ALL[chance.below(3) as usize],
            }),
            lines,
            store: "s1".parse().unwrap(),
            customer,
        }
    }

    pub fn input(&self) -> PricingInput<'_> {
        PricingInput {
            store: &self.store,
            currency: Currency::CNY,
            mode: Mode::Delivery,
            customer: &self.customer,
            lines: self.lines.clone(),
            promotions: self.promotions.clone(),
            coupon: self.coupon.as_ref(),
            points: self.points,
            redemption: self.redemption,
            packaging_fee: self.packaging_fee,
            delivery_fee: self.delivery_fee,
            tax: self.tax,
            now_ms: NOW_MS,
        }
    }
}

fn line(chance: &mut Chance, number: i64) -> PricedLine {
    PricedLine {
        sku: format!("p{number:03}.v").parse().unwrap(),
        name: Texts::default(),
        quantity: chance.skewed(1, 999).min(if chance.once_in(3) { 999 } else { 5 }) as u32,
        unit_price: Minor(chance.skewed(0, PRICE_MINOR_MAX)),
    }
}

/// What a rule answers: mostly sound, sometimes not.
fn answer(chance: &mut Chance, lines: &[PricedLine], number: u64) -> RuleAnswer {
    let operations = (!chance.once_in(12)).then(|| {
        (0..chance.below(4))
            .map(|_| operation(chance, lines))
            .collect::<Vec<_>>()
    });
    RuleAnswer {
        promotion: format!("promotion-{number}").parse().unwrap(),
        name: Texts::default(),
        operations: operations.ok_or(NotAsked),
    }
}

fn operation(chance: &mut Chance, lines: &[PricedLine]) -> Operation {
    let lies = chance.once_in(20);
    let units: Vec<Units> = (0..=chance.below(2))
        .map(|_| {
            let line = chance.below(lines.len() as u64 + u64::from(lies));
            let quantity = lines.get(line as usize).map_or(1, |line| line.quantity);
            Units {
                line: line as u32,
                quantity: chance.within(i64::from(!lies), i64::from(quantity)) as u32,
            }
        })
        .collect();
    match chance.below(3) {
        0 => Operation::AmountOff {
            units,
            amount_minor: chance.skewed(if lies { -5 } else { 1 }, 100_000),
        },
        1 => Operation::PercentOff {
            units,
            rate_bp: chance.skewed(i64::from(!lies), 10_000 + i64::from(lies)) as u32,
        },
        _ => Operation::FixedPrice {
            units,
            price_minor: chance.skewed(if lies { -5 } else { 0 }, 100_000),
        },
    }
}

fn coupon(chance: &mut Chance, customer: &CustomerId) -> Coupon {
    let kind = if chance.once_in(2) {
        Kind::Amount {
            amount: Minor(chance.skewed(1, PRICE_MINOR_MAX)),
        }
    } else {
        Kind::Percent {
            rate_bp: BasisPoints(chance.within(1, 10_000) as u32),
            cap: chance
                .once_in(2)
                .then(|| Minor(chance.skewed(1, PRICE_MINOR_MAX))),
        }
    };
    Coupon {
        id: CouponId::new(1_000, [7; 10]),
        template: Template {
            id: "t".parse().unwrap(),
            name: Texts::default(),
            description: Texts::default(),
            kind,
            currency: Currency::CNY,
            threshold: Minor(chance.skewed(0, 100_000)),
            valid_from_ms: 0,
            valid_until_ms: i64::MAX,
            valid_days: None,
            total_limit: 1,
            per_customer_limit: 1,
            scope: Scope::All,
            state: TemplateState::Active,
        },
        customer: customer.clone(),
        issued_ms: 0,
        expires_ms: i64::MAX,
        used_for: None,
    }
}
