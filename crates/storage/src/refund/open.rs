use crate::ledger::{self, Account, Cause};
use crate::order::history::By;
use crate::order::{StoredOrder, limit, mark_offers_of, slot};
use crate::sql::Script;
use crate::{customer, points, sales};
use commerce::hours::Day;
use commerce::ids::{RefundId, StoreId};
use commerce::money::{Minor, Money, MoneyError};
use commerce::refund::{RefundPlan, RefundState};
use std::collections::BTreeSet;

/// The guard that nothing else went back meanwhile.
pub const REFUND: &str = "refund";

/// A refund to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewRefund<'a> {
    /// Its name, and its number at the gateway.
    pub id: RefundId,
    /// What goes back.
    pub plan: &'a RefundPlan,
    /// The store where it is made.
    pub store: &'a StoreId,
    /// Whether the goods go back on that store's shelf; of services nothing does.
    pub restocks: bool,
    /// Who makes it, and why.
    pub by: By<'a>,
    /// The day of the order's store on which it counts.
    pub day: Day,
    /// When, in UTC epoch milliseconds.
    pub at_ms: i64,
}

impl NewRefund<'_> {
    /// How far it has come once it is written: nothing is owed for nothing.
    #[must_use]
    pub fn state(&self) -> RefundState {
        if self.plan.amount > Minor::ZERO {
            RefundState::Due
        } else {
            RefundState::Done
        }
    }
}

/// Adds the steps of a refund. Refused under [`REFUND`] when something else went back meanwhile. Stock comes last, in the order of
/// the SKUs, as in every script.
///
/// # Errors
/// [`MoneyError`] when the plan's parts do not fit in 64 bits.
pub fn open(script: &mut Script, stored: &StoredOrder, refund: &NewRefund<'_>) -> Result<(), MoneyError> {
    let (order, plan) = (&stored.order, refund.plan);
    let refund = &NewRefund {
        restocks: refund.restocks && order.takes_stock(),
        ..*refund
    };
    let amount = Money::new(plan.amount, order.quote.currency);
    insert(script, stored, refund);
    count(script, stored, refund);
    if plan.coupon_back
        && let Some(coupon) = order.coupon()
    {
        script.expect(
            "coupon",
            "UPDATE coupon SET state = 'issued', order_id = NULL WHERE id = ?1 AND order_id = ?2 AND state = 'used'",
            vec![coupon.to_string().into(), order.id.to_string().into()],
        );
    }
    if plan.cause.calls_off() {
        limit::give_back(script, order);
        slot::give_back(script, order);
    }
    let (redeemed, earned) = plan.points()?;
    points::refund(script, order, refund.id, redeemed, earned, refund.at_ms);
    customer::count_refund(script, &order.customer, amount);
    let split = plan.split()?;
    let reference = refund.id.to_string();
    for (from, part) in [
        (Account::Sales, split.sales),
        (Account::Fees, split.fees),
        (Account::Tax, split.tax),
    ] {
        let transfer = (from, Account::RefundsDue, part);
        ledger::transfer(script, stored, Cause::Refund, &reference, transfer, refund.at_ms);
    }
    if refund.restocks {
        restock(script, refund);
    }
    sales::count_refund(script, &order.store, refund.day, amount);
    Ok(())
}

fn insert(script: &mut Script, stored: &StoredOrder, refund: &NewRefund<'_>) {
    let (order, plan) = (&stored.order, refund.plan);
    let state = refund.state();
    script.run(
        "INSERT INTO refund (id, order_id, store_id, cause, state, amount_minor, fees_minor, currency, reason, actor, \
         created_ms, ended_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        vec![
            refund.id.to_string().into(),
            order.id.to_string().into(),
            refund.store.to_string().into(),
            plan.cause.as_str().into(),
            state.as_str().into(),
            plan.amount.get().into(),
            plan.fees.map_or(0, |fees| fees.amount.get()).into(),
            order.quote.currency.to_string().into(),
            refund.by.reason.to_owned().into(),
            refund.by.actor.to_owned().into(),
            refund.at_ms.into(),
            (state == RefundState::Done).then_some(refund.at_ms).into(),
        ],
    );
    for line in &plan.lines {
        script.run(
            "INSERT INTO refund_line (refund_id, order_id, line, units, amount_minor, tax_minor, restocked_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            vec![
                refund.id.to_string().into(),
                order.id.to_string().into(),
                line.line.into(),
                line.units.into(),
                line.amount.get().into(),
                line.tax.get().into(),
                refund.restocks.then(|| refund.store.to_string()).into(),
            ],
        );
    }
}

/// Counts what goes back beside the order, comparing it with what the plan rests on.
fn count(script: &mut Script, stored: &StoredOrder, refund: &NewRefund<'_>) {
    let (id, plan) = (stored.order.id.to_string(), refund.plan);
    script.expect(
        REFUND,
        "UPDATE orders SET refunded_minor = refunded_minor + ?3, \
         fees_refunded = CASE WHEN ?4 = 1 THEN 1 ELSE fees_refunded END \
         WHERE id = ?1 AND refunded_minor = ?2 AND refunded_minor + ?3 <= payable_minor \
         AND (?4 = 0 OR fees_refunded = 0) AND paid_ms IS NOT NULL",
        vec![
            (&id).into(),
            plan.before.get().into(),
            plan.amount.get().into(),
            i64::from(plan.fees.is_some()).into(),
        ],
    );
    for line in &plan.lines {
        script.expect(
            REFUND,
            "UPDATE order_line SET refunded = refunded + ?4 \
             WHERE order_id = ?1 AND line = ?2 AND refunded = ?3 AND refunded + ?4 <= quantity",
            vec![
                (&id).into(),
                line.line.into(),
                line.before.into(),
                line.units.into(),
            ],
        );
    }
}

/// Puts the goods back on the shelf of the store where the refund is made. A store that never had an article has it then.
fn restock(script: &mut Script, refund: &NewRefund<'_>) {
    let mut lines: Vec<_> = refund.plan.lines.iter().collect();
    lines.sort_by_key(|line| &line.sku);
    let products: BTreeSet<_> = lines.iter().map(|line| line.sku.product()).collect();
    mark_offers_of(script, refund.store, products, refund.at_ms);
    for line in lines {
        let row = [refund.store.to_string(), line.sku.to_string()];
        let [store, sku] = row.clone();
        script.run(
            "INSERT INTO stock (store_id, sku_id, on_hand, reserved, changed_ms) VALUES (?1, ?2, 0, 0, ?3) \
             ON CONFLICT (store_id, sku_id) DO NOTHING",
            vec![store.into(), sku.into(), refund.at_ms.into()],
        );
        let [store, sku] = row;
        script.expect(
            "stock",
            "UPDATE stock SET on_hand = on_hand + ?3, sequence = sequence + 1, cause = 'return', reference = ?4, \
             reason = ?5, changed_ms = ?6 WHERE store_id = ?1 AND sku_id = ?2",
            vec![
                store.into(),
                sku.into(),
                line.units.into(),
                refund.id.to_string().into(),
                refund.by.reason.to_owned().into(),
                refund.at_ms.into(),
            ],
        );
    }
}
