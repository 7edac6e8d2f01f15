//! Refunds as callers see them.

use crate::refunding::Planned;
use api::checkout::{RefundLineView, RefundView};
use api::money::MoneyView;
use commerce::ids::StoreId;
use commerce::money::{Minor, Money};
use commerce::order::Order;
use commerce::refund::RefundState;
use storage::order::history::By;
use storage::refund::StoredRefund;

/// A refund of `order`, with who made it or without.
pub fn refund(order: &Order, refund: &StoredRefund, with_actor: bool) -> RefundView {
    let money = |amount| MoneyView::new(amount, refund.amount.currency);
    let lines = refund.lines.iter().map(|(line, units, amount)| {
        let line = usize::try_from(*line).ok();
        let of = line.and_then(|line| order.quote.lines.get(line));
        RefundLineView {
            sku: of.map(|line| line.sku.to_string()).unwrap_or_default(),
            quantity: *units,
            amount: money(*amount),
        }
    });
    RefundView {
        id: refund.id.to_string(),
        order: order.id.to_string(),
        store: refund.store.to_string(),
        cause: refund.cause.as_str(),
        state: refund.state.as_str(),
        amount: money(refund.amount.amount_minor),
        fees: money(refund.fees),
        lines: lines.collect(),
        reason: refund.reason.clone(),
        actor: with_actor.then(|| refund.actor.clone()),
        created_ms: refund.created_ms,
        ended_ms: refund.ended_ms,
    }
}

/// A refund that is about to be written, as staff see it.
pub fn planned(
    order: &Order,
    planned: &Planned,
    store: &StoreId,
    state: RefundState,
    by: By<'_>,
    now_ms: i64,
) -> RefundView {
    let plan = &planned.plan;
    let stored = StoredRefund {
        id: planned.id,
        store: store.clone(),
        cause: plan.cause,
        state,
        amount: Money::new(plan.amount, order.quote.currency),
        fees: plan.fees.map_or(Minor::ZERO, |fees| fees.amount),
        reason: by.reason.to_owned(),
        actor: by.actor.to_owned(),
        created_ms: now_ms,
        ended_ms: (state == RefundState::Done).then_some(now_ms),
        lines: plan
            .lines
            .iter()
            .map(|line| (line.line, line.units, line.amount))
            .collect(),
    };
    refund(order, &stored, true)
}
