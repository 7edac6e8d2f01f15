use super::*;
use crate::money::Currency;
use crate::money::{BasisPoints, Rounding};
use crate::pricing::Tax;
use crate::pricing::TaxRule;
use crate::store::Mode;
use crate::text::Texts;

fn line(sku: &str, quantity: u32, total: i64, tax: i64) -> QuoteLine {
    QuoteLine {
        sku: sku.parse().unwrap(),
        name: Texts::default(),
        quantity,
        unit_price: Minor(total),
        list_total: Minor(total),
        discounts: Vec::new(),
        total: Minor(total),
        tax: Minor(tax),
        points_earned: Minor(10),
    }
}

/// Three teas for 10.00 and a cup for 2.00, packaging 1.00, delivery 5.00; 10 % tax.
fn quote(included: bool) -> Quote {
    let tax = Tax {
        rule: TaxRule {
            rate_bp: BasisPoints(1_000),
            included,
            rounding: Rounding::HalfUp,
        },
        on_packaging: Minor(9),
        on_delivery: Minor(45),
        total: Minor(91 + 18 + 9 + 45),
    };
    Quote {
        currency: Currency::CNY,
        mode: Mode::Delivery,
        lines: vec![line("cup.a", 1, 200, 18), line("tea.l", 3, 1_000, 91)],
        subtotal: Minor(1_200),
        discounts: Vec::new(),
        left_out: Vec::new(),
        packaging_fee: Minor(100),
        delivery_fee: Minor(500),
        tax: Some(tax),
        points_earned: Minor(20),
        payable: Minor(1_800 + if included { 0 } else { 163 }),
    }
}

fn lines(lines: &[(&str, u32)], fees: bool) -> RefundWish {
    let lines = lines.iter().map(|(sku, quantity)| WishedLine {
        sku: sku.parse().unwrap(),
        quantity: *quantity,
    });
    RefundWish::Lines {
        lines: lines.collect(),
        fees,
    }
}

fn before(units: [u32; 2], fees: bool) -> Refunded {
    Refunded {
        units: units.into(),
        fees,
        amount: Minor(7),
    }
}

const WHOLE: RefundWish = RefundWish::Whole { fees: false };

#[test]
fn order_that_is_called_off_gives_back_all_that_was_paid_and_its_coupon() {
    for included in [true, false] {
        for cause in [RefundCause::Cancel, RefundCause::Reject] {
            let quote = quote(included);
            let plan = plan(&quote, &Refunded::default(), cause, &WHOLE).unwrap();
            assert_eq!((plan.amount, plan.coupon_back), (quote.payable, true));
            assert_eq!(plan.split(), Split::of(&quote));
            assert_eq!(plan.points(), Ok((Minor::ZERO, Minor(20))));
        }
    }
}

#[test]
fn goods_that_are_given_back_leave_the_fees_and_the_coupon() {
    let quote = quote(true);
    let plan = plan(&quote, &Refunded::default(), RefundCause::Return, &WHOLE).unwrap();
    assert_eq!(
        (plan.amount, plan.fees, plan.coupon_back),
        (Minor(1_200), None, false)
    );
    let wish = RefundWish::Whole { fees: true };
    let plan = super::plan(&quote, &Refunded::default(), RefundCause::Return, &wish).unwrap();
    assert_eq!((plan.amount, plan.coupon_back), (quote.payable, false));
}

#[test]
fn tax_that_was_added_goes_back_in_the_amount() {
    let wish = lines(&[("tea.l", 1)], true);
    let of = |included| plan(&quote(included), &Refunded::default(), RefundCause::Return, &wish).unwrap();
    let (added, included) = (of(false), of(true));
    assert_eq!(
        (included.lines[0].amount, included.lines[0].tax),
        (Minor(333), Minor(30))
    );
    assert_eq!(
        (added.lines[0].amount, added.lines[0].tax),
        (Minor(363), Minor(30))
    );
    let fees = |plan: RefundPlan| plan.fees.map(|fees| (fees.amount, fees.tax));
    assert_eq!(fees(included), Some((Minor(600), Minor(54))));
    assert_eq!(fees(added), Some((Minor(654), Minor(54))));
}

#[test]
fn refusal_names_the_line_as_it_was_wished() {
    let refused = |wish: RefundWish, before: Refunded| {
        plan(&quote(true), &before, RefundCause::Return, &wish).unwrap_err()
    };
    let fault = |index, fault| RefundRefusal::Line { index, fault };
    assert_eq!(
        refused(lines(&[("cup.a", 1), ("tea.l", 3)], false), before([0, 1], false)),
        fault(1, LineFault::Units { left: 2 })
    );
    assert_eq!(
        refused(lines(&[("cup.a", 0)], false), before([0, 0], false)),
        fault(0, LineFault::Units { left: 1 })
    );
    assert_eq!(
        refused(lines(&[("tea.l", 1), ("tea.l", 1)], false), before([0, 0], false)),
        fault(1, LineFault::Duplicate)
    );
    assert_eq!(
        refused(lines(&[("cup.b", 1)], false), before([0, 0], false)),
        fault(0, LineFault::Unknown)
    );
    assert_eq!(
        refused(lines(&[], true), before([0, 0], true)),
        RefundRefusal::Fees
    );
    assert_eq!(
        refused(lines(&[], false), before([0, 0], false)),
        RefundRefusal::Nothing
    );
    assert_eq!(refused(WHOLE, before([1, 3], false)), RefundRefusal::Nothing);
}

#[test]
fn order_of_which_nothing_is_left_can_still_be_called_off() {
    let plan = plan(&quote(true), &before([1, 3], true), RefundCause::Reject, &WHOLE).unwrap();
    assert_eq!(
        (plan.amount, plan.before, plan.lines.len()),
        (Minor::ZERO, Minor(7), 0)
    );
    assert!(plan.coupon_back);
}
