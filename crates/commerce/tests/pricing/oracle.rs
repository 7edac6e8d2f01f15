//! The same bill by other means: 128-bit fractions, written from docs/pricing.md and not from the code.

use crate::cart::Cart;
use commerce::coupon::Kind;
use commerce::money::Rounding;
use commerce::pricing::{DiscountRule, LeftOutReason, Operation, Quote, Units};

/// Every amount that a shopper sees, in minor units.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Bill {
    subtotal: i128,
    /// Each discount's rule, amount and share of each line.
    discounts: Vec<(String, i128, Vec<i128>)>,
    left_out: Vec<(String, LeftOutReason)>,
    /// Each line's list total, total, tax and earned points.
    lines: Vec<[i128; 4]>,
    fees: [i128; 2],
    /// On packaging, on delivery, in all.
    tax: Option<[i128; 3]>,
    points_earned: i128,
    payable: i128,
}

impl Bill {
    pub fn of(quote: &Quote) -> Self {
        let wide = |amount: commerce::money::Minor| i128::from(amount.get());
        let discounts = quote.discounts.iter().map(|discount| {
            let of_line = |line: &commerce::pricing::QuoteLine| {
                let shares = line.discounts.iter().filter(|share| share.rule == discount.rule);
                shares.map(|share| wide(share.amount)).sum()
            };
            let shares = quote.lines.iter().map(of_line).collect();
            (name(&discount.rule), wide(discount.amount), shares)
        });
        let left_out = quote.left_out.iter();
        Self {
            subtotal: wide(quote.subtotal),
            discounts: discounts.collect(),
            left_out: left_out
                .map(|left_out| (left_out.promotion.to_string(), left_out.reason))
                .collect(),
            lines: quote
                .lines
                .iter()
                .map(|line| [line.list_total, line.total, line.tax, line.points_earned].map(wide))
                .collect(),
            fees: [quote.packaging_fee, quote.delivery_fee].map(wide),
            tax: quote
                .tax
                .map(|tax| [tax.on_packaging, tax.on_delivery, tax.total].map(wide)),
            points_earned: wide(quote.points_earned),
            payable: wide(quote.payable),
        }
    }
}

fn name(rule: &DiscountRule) -> String {
    match rule {
        DiscountRule::Promotion { id, .. } => id.to_string(),
        DiscountRule::Coupon { .. } => "coupon".to_owned(),
        DiscountRule::Points => "points".to_owned(),
    }
}

/// What the cart costs; `None` when the coupon or the points must be refused.
pub fn expected(cart: &Cart) -> Option<Bill> {
    let list: Vec<i128> = cart
        .lines
        .iter()
        .map(|line| i128::from(line.unit_price.get()) * i128::from(line.quantity))
        .collect();
    let mut bill = Bill {
        subtotal: list.iter().sum(),
        fees: [
            i128::from(cart.packaging_fee.get()),
            i128::from(cart.delivery_fee.get()),
        ],
        ..Bill::default()
    };
    let mut now = list.clone();
    promotions(cart, &mut now, &mut bill);
    if let Some(coupon) = &cart.coupon {
        let goods: i128 = now.iter().sum();
        if goods < i128::from(coupon.template.threshold.get()) {
            return None;
        }
        let face = match coupon.template.kind {
            Kind::Amount { amount } => i128::from(amount.get()),
            Kind::Percent { rate_bp, cap } => {
                let rounded = nearest(goods * i128::from(rate_bp.0), 10_000);
                cap.map_or(rounded, |cap| rounded.min(i128::from(cap.get())))
            }
        };
        take(&mut now, &mut bill, "coupon", face.min(goods - 1))?;
    }
    if let Some(redemption) = cart.redemption {
        let goods: i128 = now.iter().sum();
        let part = goods * i128::from(cart.points?.redeem_bp.0) / 10_000;
        let wanted = i128::from(redemption.wanted.get());
        if wanted > part || wanted > goods - 1 || wanted > i128::from(redemption.balance.get()) {
            return None;
        }
        take(&mut now, &mut bill, "points", wanted)?;
    }
    finish(cart, &list, &now, bill)
}

fn finish(cart: &Cart, list: &[i128], now: &[i128], mut bill: Bill) -> Option<Bill> {
    let goods: i128 = now.iter().sum();
    if let Some(rule) = cart.points {
        bill.points_earned = goods * i128::from(rule.earn_bp.0) / 10_000;
    }
    let earned = hamilton(bill.points_earned, now);
    let taxed = |amount: i128| {
        let Some(rule) = cart.tax else { return 0 };
        let rate = i128::from(rule.rate_bp.0);
        let of = if rule.included { 10_000 + rate } else { 10_000 };
        match rule.rounding {
            Rounding::Floor => amount * rate / of,
            Rounding::HalfUp => nearest(amount * rate, of),
            Rounding::HalfEven => {
                let up = nearest(amount * rate, of);
                let is_tie = 2 * (amount * rate % of) == of;
                if is_tie && up % 2 == 1 { up - 1 } else { up }
            }
        }
    };
    for ((list, now), earned) in list.iter().zip(now).zip(earned) {
        bill.lines.push([*list, *now, taxed(*now), earned]);
    }
    bill.payable = goods + bill.fees[0] + bill.fees[1];
    if let Some(rule) = cart.tax {
        let on_fees = bill.fees.map(taxed);
        let on_goods: i128 = bill.lines.iter().map(|line| line[2]).sum();
        let all = on_goods + on_fees[0] + on_fees[1];
        bill.tax = Some([on_fees[0], on_fees[1], all]);
        if !rule.included {
            bill.payable += all;
        }
    }
    Some(bill)
}

fn promotions(cart: &Cart, now: &mut [i128], bill: &mut Bill) {
    for answer in &cart.promotions {
        let id = answer.promotion.to_string();
        let Ok(operations) = &answer.operations else {
            bill.left_out.push((id, LeftOutReason::Unavailable));
            continue;
        };
        match answer_off(cart, operations, now) {
            None => bill.left_out.push((id, LeftOutReason::Faulty)),
            Some(off) => {
                let all: i128 = off.iter().sum();
                for (now, off) in now.iter_mut().zip(&off) {
                    *now -= off;
                }
                if all > 0 {
                    bill.discounts.push((id, all, off));
                }
            }
        }
    }
}

/// What an answer takes off each line; `None` when it does not count.
fn answer_off(cart: &Cart, operations: &[Operation], now: &[i128]) -> Option<Vec<i128>> {
    let mut left: Vec<i128> = cart.lines.iter().map(|line| i128::from(line.quantity)).collect();
    let mut off = vec![0; now.len()];
    for operation in operations {
        let (Operation::AmountOff { units, .. }
        | Operation::PercentOff { units, .. }
        | Operation::FixedPrice { units, .. }) = operation;
        let worth = units
            .iter()
            .map(|&Units { line, quantity }| {
                let (line, quantity) = (line as usize, i128::from(quantity));
                *left.get_mut(line)? -= quantity;
                let whole = i128::from(cart.lines[line].quantity);
                (quantity > 0 && left[line] >= 0).then(|| now[line] * quantity / whole)
            })
            .collect::<Option<Vec<i128>>>()?;
        let all: i128 = worth.iter().sum();
        let parts = match *operation {
            Operation::AmountOff { amount_minor, .. } => {
                let amount = i128::from(amount_minor);
                (1..=all).contains(&amount).then(|| hamilton(amount, &worth))?
            }
            Operation::PercentOff { rate_bp, .. } => {
                let rate = i128::from(rate_bp);
                (1..=10_000)
                    .contains(&rate)
                    .then(|| worth.iter().map(|worth| nearest(worth * rate, 10_000)).collect())?
            }
            Operation::FixedPrice { price_minor, .. } => {
                let price = i128::from(price_minor);
                (0..all).contains(&price).then(|| hamilton(all - price, &worth))?
            }
        };
        for (units, part) in units.iter().zip(parts) {
            off[units.line as usize] += part;
        }
    }
    let taken: i128 = off.iter().sum();
    let before: i128 = now.iter().sum();
    (taken == 0 || taken < before).then_some(off)
}

/// Takes an amount off all lines; `None` when it is nothing.
fn take(now: &mut [i128], bill: &mut Bill, rule: &str, amount: i128) -> Option<()> {
    if amount <= 0 {
        return None;
    }
    let shares = hamilton(amount, now);
    for (now, share) in now.iter_mut().zip(&shares) {
        *now -= share;
    }
    bill.discounts.push((rule.to_owned(), amount, shares));
    Some(())
}

/// Half up, for what is not negative.
fn nearest(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator) / (2 * denominator)
}

/// Largest remainders, unit by unit: whoever is owed the most gets the next one, the first among equals.
fn hamilton(total: i128, weights: &[i128]) -> Vec<i128> {
    let whole: i128 = weights.iter().sum();
    if total == 0 || whole == 0 {
        return vec![0; weights.len()];
    }
    let mut parts: Vec<i128> = weights.iter().map(|weight| total * weight / whole).collect();
    while parts.iter().sum::<i128>() < total {
        let owed = |index: usize| total * weights[index] - parts[index] * whole;
        let mut next = 0;
        for index in 1..weights.len() {
            if owed(index) > owed(next) {
                next = index;
            }
        }
        parts[next] += 1;
    }
    parts
}
