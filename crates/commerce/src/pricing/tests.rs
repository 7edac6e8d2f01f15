use std::sync::LazyLock;

use super::*;
use crate::coupon::sample_coupon;
use crate::money::{BasisPoints, Rounding};
use crate::text::Locale;

static STORE: LazyLock<StoreId> = LazyLock::new(|| "s1".parse().unwrap());
static CUSTOMER: LazyLock<CustomerId> = LazyLock::new(|| "alice".parse().unwrap());

pub(super) fn line(sku: &str, quantity: u32, unit_price: i64) -> PricedLine {
    PricedLine {
        sku: sku.parse().unwrap(),
        name: Texts::default(),
        quantity,
        unit_price: Minor(unit_price),
    }
}

/// Prices lines for `alice` at `s1`, with whatever `change` adds.
pub(super) fn price<'a>(
    lines: Vec<PricedLine>,
    change: impl FnOnce(&mut PricingInput<'a>),
) -> Result<Quote, PricingError> {
    let mut input = PricingInput {
        store: &STORE,
        currency: Currency::CNY,
        mode: Mode::Pickup,
        customer: &CUSTOMER,
        lines,
        promotions: Vec::new(),
        coupon: None,
        points: None,
        redemption: None,
        packaging_fee: Minor::ZERO,
        delivery_fee: Minor::ZERO,
        tax: None,
        now_ms: 5_000,
    };
    change(&mut input);
    quote(input)
}

fn answer(promotion: &str, operations: Result<Vec<Operation>, NotAsked>) -> RuleAnswer {
    RuleAnswer {
        promotion: promotion.parse().unwrap(),
        name: Texts::single(Locale::En.into(), promotion.to_owned()),
        operations,
    }
}

/// A part off units of one line.
fn percent(line: u32, quantity: u32, rate_bp: u32) -> Operation {
    Operation::PercentOff {
        units: vec![Units { line, quantity }],
        rate_bp,
    }
}

fn totals(quote: &Quote) -> Vec<i64> {
    quote.lines.iter().map(|line| line.total.get()).collect()
}

#[test]
fn cart_without_any_rule_costs_its_list_price() {
    let quote = price(vec![line("a.a", 2, 1_250), line("b.b", 1, 0)], |_| {}).unwrap();
    assert_eq!((quote.subtotal, quote.payable), (Minor(2_500), Minor(2_500)));
    assert!(quote.discounts.is_empty() && quote.lines.iter().all(|line| line.discounts.is_empty()));
    assert_eq!((quote.tax, quote.points_earned), (None, Minor(0)));
}

#[test]
fn coupon_is_shared_over_the_lines_and_fees_are_not_discounted() {
    let coupon = sample_coupon();
    let lines = vec![line("a.a", 1, 1_000), line("b.b", 2, 1_000)];
    let quote = price(lines, |input| {
        input.coupon = Some(&coupon);
        (input.packaging_fee, input.delivery_fee) = (Minor(100), Minor(500));
    })
    .unwrap();
    assert_eq!(totals(&quote), [667, 1_333]);
    assert_eq!(
        (quote.discount_total(), quote.payable),
        (Ok(Minor(1_000)), Minor(2_600))
    );
    let rule = DiscountRule::Coupon {
        id: coupon.id,
        template: coupon.template.id.clone(),
    };
    let amount = Minor(333);
    assert_eq!(quote.lines[0].discounts, [LineDiscount { rule, amount }]);
}

#[test]
fn coupon_that_does_not_apply_gives_no_quote() {
    let coupon = sample_coupon();
    let refused = price(vec![line("a.a", 1, 2_999)], |input| input.coupon = Some(&coupon)).unwrap_err();
    assert!(matches!(
        refused,
        PricingError::Coupon(CouponRefusal::BelowThreshold { .. })
    ));
}

#[test]
fn each_rule_works_on_what_the_ones_before_it_left() {
    let coupon = sample_coupon();
    let quote = price(vec![line("a.a", 4, 1_000), line("b.b", 1, 500)], |input| {
        input.promotions = vec![
            answer("half", Ok(vec![percent(0, 1, 5_000)])),
            answer("tenth", Ok(vec![percent(0, 4, 1_000), percent(1, 1, 1_000)])),
        ];
        input.coupon = Some(&coupon);
        input.points = Some(PointsRule {
            earn_bp: BasisPoints(1_000),
            redeem_bp: BasisPoints(5_000),
        });
        input.redemption = Some(Redemption {
            wanted: Minor(600),
            balance: Minor(600),
        });
        input.packaging_fee = Minor(200);
        input.tax = Some(TaxRule {
            rate_bp: BasisPoints(1_000),
            included: false,
            rounding: Rounding::HalfUp,
        });
    })
    .unwrap();
    // 4500 − 500 = 4000; − 350 − 50 = 3600; − 1000 = 2600; − 600 = 2000.
    let amounts: Vec<i64> = quote
        .discounts
        .iter()
        .map(|discount| discount.amount.get())
        .collect();
    assert_eq!(amounts, [500, 400, 1_000, 600]);
    assert_eq!(totals(&quote), [1_750, 250]);
    let tax = quote.tax.unwrap();
    assert_eq!((tax.on_packaging, tax.total), (Minor(20), Minor(220)));
    assert_eq!(quote.points_earned, Minor(200));
    assert_eq!(quote.payable, Minor(2_420));
    assert_eq!(quote.lines[1].points_redeemed(), Ok(Minor(75)));
}

#[test]
fn included_tax_is_part_of_what_is_paid() {
    let quote = price(vec![line("a.a", 1, 1_100)], |input| {
        input.delivery_fee = Minor(110);
        input.tax = Some(TaxRule {
            rate_bp: BasisPoints(1_000),
            included: true,
            rounding: Rounding::HalfUp,
        });
    })
    .unwrap();
    assert_eq!(
        (quote.payable, quote.tax.unwrap().total),
        (Minor(1_210), Minor(110))
    );
}

#[test]
fn answer_that_breaks_a_rule_takes_nothing_off_and_is_named() {
    let lies = vec![percent(0, 1, 5_000), percent(7, 1, 5_000)];
    let quote = price(vec![line("a.a", 1, 1_000)], |input| {
        input.promotions = vec![
            answer("lies", Ok(lies)),
            answer("silent", Err(NotAsked)),
            answer("good", Ok(vec![percent(0, 1, 1_000)])),
            answer("idle", Ok(vec![])),
        ];
    })
    .unwrap();
    assert_eq!(quote.payable, Minor(900));
    let left_out: Vec<_> = quote
        .left_out
        .iter()
        .map(|left_out| (left_out.promotion.as_str(), left_out.reason))
        .collect();
    assert_eq!(
        left_out,
        [
            ("lies", LeftOutReason::Faulty),
            ("silent", LeftOutReason::Unavailable)
        ]
    );
    assert_eq!(quote.discounts.len(), 1);
}

/// The example of `docs/pricing.md`.
#[test]
fn example_of_the_documentation_is_true() {
    let mut coupon = sample_coupon();
    coupon.template.threshold = Minor(5_000);
    let quote = price(
        vec![line("cake.one", 1, 2_500), line("tea.m", 4, 1_800)],
        |input| {
            input.promotions = vec![answer("three-for-two", Ok(vec![percent(1, 1, 10_000)]))];
            input.coupon = Some(&coupon);
            input.points = Some(PointsRule {
                earn_bp: BasisPoints(100),
                redeem_bp: BasisPoints(10_000),
            });
            input.redemption = Some(Redemption {
                wanted: Minor(500),
                balance: Minor(500),
            });
            input.packaging_fee = Minor(500);
            input.tax = Some(TaxRule {
                rate_bp: BasisPoints(600),
                included: true,
                rounding: Rounding::HalfUp,
            });
        },
    )
    .unwrap();
    let shares = |of: usize| -> Vec<i64> {
        let discounts = quote.lines[of].discounts.iter();
        discounts.map(|share| share.amount.get()).collect()
    };
    assert_eq!((shares(0), shares(1)), (vec![316, 158], vec![1_800, 684, 342]));
    assert_eq!(totals(&quote), [2_026, 4_374]);
    let taxes: Vec<i64> = quote.lines.iter().map(|line| line.tax.get()).collect();
    let tax = quote.tax.unwrap();
    assert_eq!(
        (taxes, tax.on_packaging, tax.total),
        (vec![115, 248], Minor(28), Minor(391))
    );
    let earned: Vec<i64> = quote.lines.iter().map(|line| line.points_earned.get()).collect();
    assert_eq!((earned, quote.payable), (vec![20, 44], Minor(6_900)));
    let refunds = [0, 1, 2, 3].map(|before| quote.lines[1].refund(before, 1).unwrap().amount.get());
    assert_eq!(refunds, [1_093, 1_094, 1_093, 1_094]);
}

#[test]
fn points_without_a_rule_are_refused() {
    let refused = price(vec![line("a.a", 1, 1_000)], |input| {
        input.redemption = Some(Redemption {
            wanted: Minor(1),
            balance: Minor(1),
        });
    });
    assert_eq!(refused, Err(PricingError::Points(PointsRefusal::NotOffered)));
}

#[test]
fn overflow_and_negative_prices_are_errors() {
    let overflow = Err(PricingError::Money(MoneyError::Overflow));
    let fee = |packaging: i64, delivery: i64| {
        move |input: &mut PricingInput<'_>| {
            (input.packaging_fee, input.delivery_fee) = (Minor(packaging), Minor(delivery));
        }
    };
    assert_eq!(price(vec![line("a.a", 2, i64::MAX)], |_| {}), overflow);
    assert_eq!(
        price(vec![line("a.a", 1, i64::MAX), line("b.b", 1, 1)], |_| {}),
        overflow
    );
    assert_eq!(price(vec![line("a.a", 1, i64::MAX)], fee(0, 1)), overflow);
    let negative = Err(PricingError::Negative);
    assert_eq!(price(vec![line("a.a", 1, -1)], |_| {}), negative);
    assert_eq!(price(vec![line("a.a", 1, 1)], fee(-1, 0)), negative);
    assert_eq!(price(vec![line("a.a", 1, 1)], fee(0, -1)), negative);
}
