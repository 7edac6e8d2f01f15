//! Quotes and refunds against an independent computation, over random carts.
//!
//! `MENDIAN_CARTS` says how many; a few thousand by default. Every cart comes from its number alone, which a failure names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

mod cart;
mod chance;
mod oracle;

use cart::Cart;
use chance::Chance;
use commerce::money::Minor;
use commerce::pricing::{DiscountRule, LeftOutReason, PricingError, Quote, quote, refund_share};
use commerce::refund::{RefundCause, RefundWish, Refunded, Split, WishedLine, plan};
use oracle::{Bill, expected};

const CARTS: u64 = 4_000;

fn carts() -> u64 {
    match std::env::var("MENDIAN_CARTS") {
        Ok(carts) => carts.parse().expect("MENDIAN_CARTS is a number"),
        Err(_) => CARTS,
    }
}

#[test]
fn every_amount_of_a_quote_agrees_with_an_independent_computation() {
    let (mut quoted, mut refused) = (0_u64, 0_u64);
    for number in 0..carts() {
        let mut chance = Chance::new(number);
        let cart = Cart::random(&mut chance);
        match (quote(cart.input()), expected(&cart)) {
            (Ok(quote), Some(bill)) => {
                assert_eq!(Bill::of(&quote), bill, "cart {number}: {cart:?}");
                refund_every_line(&quote, &mut chance, number);
                refund_the_order(&quote, &mut chance, number);
                quoted += 1;
            }
            (Err(PricingError::Coupon(_) | PricingError::Points(_)), None) => refused += 1,
            (quote, bill) => panic!("cart {number}: {quote:?} but {bill:?}: {cart:?}"),
        }
    }
    println!("{quoted} carts quoted alike, {refused} refused alike");
    assert!(
        quoted > refused && refused > 0,
        "both outcomes are among the carts"
    );
}

/// Refunds each line in random parts: each is the formula's, and all are the whole.
fn refund_every_line(quote: &Quote, chance: &mut Chance, number: u64) {
    for line in &quote.lines {
        let redeemed: i128 = line
            .discounts
            .iter()
            .filter(|share| share.rule == DiscountRule::Points)
            .map(|share| i128::from(share.amount.get()))
            .sum();
        let whole = [line.total, line.tax, line.points_earned]
            .map(|amount| i128::from(amount.get()))
            .into_iter()
            .chain([redeemed]);
        let whole: Vec<i128> = whole.collect();
        let mut given = vec![0_i128; whole.len()];
        let mut before = 0;
        while before < line.quantity {
            let now = 1 + chance.below(u64::from(line.quantity - before)) as u32;
            let refund = line.refund(before, now).unwrap();
            let parts = [
                refund.amount,
                refund.tax,
                refund.points_earned,
                refund.points_redeemed,
            ];
            for ((part, whole), given) in parts.into_iter().zip(&whole).zip(&mut given) {
                let part = i128::from(part.get());
                let (quantity, units) = (i128::from(line.quantity), i128::from(now));
                assert!(part >= 0, "cart {number}: a negative refund");
                assert!(
                    (part * quantity - whole * units).abs() < quantity,
                    "cart {number}: a refund is a unit or more from its exact share"
                );
                *given += part;
            }
            let share = refund_share(line.total, line.quantity, before, now).unwrap();
            assert_eq!(share, refund.amount);
            before += now;
        }
        assert_eq!(given, whole, "cart {number}: the refunds of {}", line.sku);
        assert!(line.refund(before, 1).is_err());
    }
}

/// Refunds an order in random steps, of which the last calls it off: all of them are what was paid, and never more before.
fn refund_the_order(quote: &Quote, chance: &mut Chance, number: u64) {
    let mut before = Refunded {
        units: vec![0; quote.lines.len()],
        ..Refunded::default()
    };
    let mut given = Split::default();
    for last in [false, false, false, true] {
        let lines = quote
            .lines
            .iter()
            .zip(&before.units)
            .filter_map(|(line, before)| {
                let quantity = chance.below(u64::from(line.quantity - before) + 1) as u32;
                (quantity > 0).then(|| WishedLine {
                    sku: line.sku.clone(),
                    quantity,
                })
            });
        let wish = RefundWish::Lines {
            lines: lines.collect(),
            fees: false,
        };
        let planned = match last {
            true => plan(
                quote,
                &before,
                RefundCause::Reject,
                &RefundWish::Whole { fees: false },
            ),
            false => plan(quote, &before, RefundCause::Return, &wish),
        };
        let Ok(planned) = planned else { continue };
        let split = planned.split().unwrap();
        given.sales = given.sales.checked_add(split.sales).unwrap();
        given.fees = given.fees.checked_add(split.fees).unwrap();
        given.tax = given.tax.checked_add(split.tax).unwrap();
        before.amount = before.amount.checked_add(planned.amount).unwrap();
        assert!(
            before.amount <= quote.payable,
            "cart {number}: more than was paid"
        );
        for line in &planned.lines {
            before.units[line.line as usize] += line.units;
        }
    }
    assert_eq!(before.amount, quote.payable, "cart {number}: all refunds");
    assert_eq!(
        given,
        Split::of(quote).unwrap(),
        "cart {number}: what they are of"
    );
    assert!(given.sales >= Minor::ZERO);
}

/// The reasons that carts give, so that none is missing among them.
#[test]
fn random_carts_meet_every_rule() {
    let (mut promotions, mut coupons, mut points, mut taxes, mut faulty, mut unavailable) =
        (0, 0, 0, 0, 0, 0);
    for number in 0..CARTS {
        let cart = Cart::random(&mut Chance::new(number));
        let Ok(quote) = quote(cart.input()) else { continue };
        for discount in &quote.discounts {
            match discount.rule {
                DiscountRule::Promotion { .. } => promotions += 1,
                DiscountRule::Coupon { .. } => coupons += 1,
                DiscountRule::Points => points += 1,
            }
        }
        for left_out in &quote.left_out {
            match left_out.reason {
                LeftOutReason::Faulty => faulty += 1,
                LeftOutReason::Unavailable => unavailable += 1,
            }
        }
        taxes += i32::from(quote.tax.is_some());
    }
    for met in [promotions, coupons, points, taxes, faulty, unavailable] {
        assert!(met > 100, "{met}");
    }
}
