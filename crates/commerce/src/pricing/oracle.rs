//! Quotes against an independent computation in 128 bits, over random carts and coupons.

use proptest::prelude::*;

use super::tests::price;
use super::{PricedLine, Quote};
use crate::coupon::{Coupon, Kind, sample_coupon};
use crate::money::{BasisPoints, Minor, PRICE_MINOR_MAX};
use crate::text::Texts;

fn lines() -> impl Strategy<Value = Vec<PricedLine>> {
    let price = prop_oneof![0..=3_i64, 1..100_000_i64, 1..=PRICE_MINOR_MAX];
    prop::collection::vec((1..=999_u32, price), 1..=100).prop_map(|lines| {
        let priced = lines
            .into_iter()
            .enumerate()
            .map(|(index, (quantity, unit_price))| PricedLine {
                sku: format!("p{index:03}.v").parse().unwrap(),
                name: Texts::default(),
                quantity,
                unit_price: Minor(unit_price),
            });
        priced.collect()
    })
}

fn coupon() -> impl Strategy<Value = Coupon> {
    let amount = (1..=PRICE_MINOR_MAX).prop_map(|amount| Kind::Amount {
        amount: Minor(amount),
    });
    let percent =
        (1..=10_000_u32, prop::option::of(1..=PRICE_MINOR_MAX)).prop_map(|(rate, cap)| Kind::Percent {
            rate_bp: BasisPoints(rate),
            cap: cap.map(Minor),
        });
    (prop_oneof![amount, percent], 0..100_000_i64).prop_map(|(kind, threshold)| {
        let mut coupon = sample_coupon();
        (coupon.template.kind, coupon.template.threshold) = (kind, Minor(threshold));
        coupon
    })
}

/// What a coupon takes off, or 0 where it must be refused.
fn expected_discount(coupon: Option<&Coupon>, subtotal: i128) -> i128 {
    let Some(coupon) = coupon else { return 0 };
    if subtotal < i128::from(coupon.template.threshold.get()) {
        return 0;
    }
    let face = match coupon.template.kind {
        Kind::Amount { amount } => i128::from(amount.get()),
        Kind::Percent { rate_bp, cap } => {
            let rounded = (2 * subtotal * i128::from(rate_bp.0) + 10_000) / 20_000;
            cap.map_or(rounded, |cap| rounded.min(i128::from(cap.get())))
        }
    };
    face.min(subtotal - 1).max(0)
}

fn wide(amounts: impl IntoIterator<Item = Minor>) -> i128 {
    amounts.into_iter().map(|amount| i128::from(amount.get())).sum()
}

fn check(quote: &Quote, lines: &[PricedLine], discount: i128, fee: i64) -> Result<(), TestCaseError> {
    let list = |line: &PricedLine| i128::from(line.unit_price.get()) * i128::from(line.quantity);
    let subtotal: i128 = lines.iter().map(list).sum();
    prop_assert_eq!(i128::from(quote.subtotal.get()), subtotal);
    prop_assert_eq!(
        wide(quote.discounts.iter().map(|discount| discount.amount)),
        discount
    );
    prop_assert_eq!(
        i128::from(quote.payable.get()),
        subtotal - discount + i128::from(fee)
    );
    prop_assert_eq!(
        wide(quote.lines.iter().map(|line| line.total)),
        subtotal - discount
    );
    prop_assert_eq!(quote.lines.len(), lines.len());
    for (quoted, line) in quote.lines.iter().zip(lines) {
        let share = wide(quoted.discounts.iter().map(|discount| discount.amount));
        prop_assert_eq!(&quoted.sku, &line.sku);
        prop_assert_eq!(i128::from(quoted.list_total.get()), list(line));
        prop_assert_eq!(i128::from(quoted.total.get()), list(line) - share);
        prop_assert!(!quoted.total.is_negative());
        prop_assert!(
            (share * subtotal - discount * list(line)).abs() < subtotal.max(1),
            "an unfair share"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_amount_of_a_quote_agrees_with_an_independent_computation(
        lines in lines(), coupon in prop::option::of(coupon()), fee in 0..10_000_i64,
    ) {
        let subtotal = lines.iter().map(|line| i128::from(line.unit_price.get()) * i128::from(line.quantity)).sum();
        let discount = expected_discount(coupon.as_ref(), subtotal);
        match price(lines.clone(), coupon.as_ref(), fee) {
            Ok(quote) => check(&quote, &lines, discount, fee)?,
            Err(refused) => prop_assert!(coupon.is_some() && discount == 0, "{refused}"),
        }
    }
}
