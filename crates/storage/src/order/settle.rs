//! The write that settles an order: paid once, whatever is repeated or raced.

use super::history::{self, By};
use super::{STATE, StoredOrder, unpaid};
use crate::ledger::{self, Account, Cause};
use crate::payment::PAYMENT;
use crate::sql::Script;
use crate::{customer, points, sales};
use commerce::hours::Day;
use commerce::money::MoneyError;
use commerce::order::{OrderEvent, OrderState};
use commerce::refund::Split;

/// Whose word it rests on.
const PROVIDER: By<'_> = By {
    actor: "provider",
    reason: "",
};

/// Adds the steps that make an order paid and its goods sold. Refused under [`STATE`] when the order no longer awaits
/// payment: paid by another caller, cancelled or expired.
///
/// What is available does not change: the goods were reserved, so no projection changes either.
///
/// # Errors
/// [`MoneyError`] when the parts of what is payable do not fit in 64 bits.
pub fn settle(script: &mut Script, stored: &StoredOrder, day: Day, now_ms: i64) -> Result<(), MoneyError> {
    let order = &stored.order;
    let split = Split::of(&order.quote)?;
    let id = order.id.to_string();
    script.expect(
        STATE,
        "UPDATE orders SET state = 'paid', paid_ms = ?2, moved_ms = ?2 WHERE id = ?1 AND state = 'awaiting_payment'",
        vec![(&id).into(), now_ms.into()],
    );
    history::note(
        script,
        order.id,
        OrderEvent::Pay,
        OrderState::Paid,
        PROVIDER,
        now_ms,
    );
    unpaid::give_back(script, order);
    script.expect(
        PAYMENT,
        "UPDATE payment SET state = 'settled', ended_ms = ?2 WHERE order_id = ?1 AND state = 'pending'",
        vec![(&id).into(), now_ms.into()],
    );
    customer::count_paid_order(script, &order.customer, stored.payable(), now_ms);
    points::earn(script, order, now_ms);
    for (account, part) in [
        (Account::Sales, split.sales),
        (Account::Fees, split.fees),
        (Account::Tax, split.tax),
    ] {
        let transfer = (Account::Provider, account, part);
        ledger::transfer(script, stored, Cause::Sale, &id, transfer, now_ms);
    }
    let mut items = 0;
    for line in &order.quote.lines {
        items += i64::from(line.quantity);
        if !order.takes_stock() {
            continue;
        }
        script.expect(
            "stock",
            "UPDATE stock SET on_hand = on_hand - ?3, reserved = reserved - ?3, sequence = sequence + 1, cause = 'sell', \
             reference = ?4, reason = '', changed_ms = ?5 WHERE store_id = ?1 AND sku_id = ?2 AND reserved >= ?3",
            vec![
                order.store.to_string().into(),
                line.sku.to_string().into(),
                line.quantity.into(),
                (&id).into(),
                now_ms.into(),
            ],
        );
    }
    sales::count_paid_order(script, &order.store, day, items, stored.payable());
    Ok(())
}
