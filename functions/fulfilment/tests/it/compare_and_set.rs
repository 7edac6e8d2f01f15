//! Writes that rest on what is no longer true. Each of them comes to nothing, whatever else would have stopped it.

use crate::shop::{paid, shop, shop_with};
use commerce::hours::Day;
use commerce::ids::RefundId;
use commerce::order::OrderEvent;
use commerce::refund::{RefundCause, RefundPlan, RefundState, RefundWish, WishedLine, plan};
use std::rc::Rc;
use storage::order::advance::advance;
use storage::order::history::By;
use storage::order::{STATE, StoredOrder, load};
use storage::refund::{self, NewRefund, REFUND};
use storage::sql::{Script, Sql, SqlError};
use test_kit::{Harness, START_MS, block_on};
use web::Platform;

fn stored(shop: &Harness, id: &str) -> StoredOrder {
    let order = block_on(load(shop.platform().sql(), id.parse().unwrap()));
    order.unwrap().unwrap()
}

/// One unit of the first line.
fn one_unit(shop: &Harness, stored: &StoredOrder) -> RefundPlan {
    let wish = RefundWish::Lines {
        lines: vec![WishedLine {
            sku: "tea.l".parse().unwrap(),
            quantity: 1,
        }],
        fees: false,
    };
    let before = block_on(refund::so_far(shop.platform().sql(), stored)).unwrap();
    plan(&stored.order.quote, &before, RefundCause::Return, &wish).unwrap()
}

fn give_back(sql: &dyn Sql, stored: &StoredOrder, plan: &RefundPlan, number: u8) -> Result<(), SqlError> {
    let refund = NewRefund {
        id: RefundId::new(START_MS, [number; 10]),
        plan,
        store: &stored.order.store,
        restocks: true,
        by: By::JOB,
        day: Day::of(&stored.zone, START_MS).unwrap(),
        at_ms: START_MS,
    };
    let mut script = Script::new();
    refund::open(&mut script, stored, &refund).unwrap();
    block_on(sql.write(script)).map(drop)
}

#[test]
fn units_that_went_back_meanwhile_do_not_go_back_again() {
    let shop = shop();
    let stored = stored(&shop, &paid(&shop, "pickup", 1));
    let (sql, plan) = (shop.platform().sql(), one_unit(&shop, &stored));
    give_back(sql, &stored, &plan, 1).unwrap();
    // As if they had been free: the order's money does not tell that they went back.
    let mut free = Script::new();
    free.run("UPDATE orders SET refunded_minor = 0", Vec::new());
    block_on(sql.write(free)).unwrap();
    let again = give_back(sql, &stored, &plan, 2);
    assert!(
        matches!(again, Err(SqlError::Refused { label: REFUND, .. })),
        "{again:?}"
    );
}

#[test]
fn refund_that_has_ended_ends_no_other_way() {
    let shop = shop_with(Rc::default());
    let stored = stored(&shop, &paid(&shop, "pickup", 1));
    let sql = shop.platform().sql();
    give_back(sql, &stored, &one_unit(&shop, &stored), 1).unwrap();
    let due = block_on(refund::due(sql, None, 10)).unwrap().remove(0);
    let end = |state| block_on(refund::end(sql, &stored, &due, state, START_MS));
    assert_eq!(end(RefundState::Disputed), Ok(true));
    // The gateway made it after all.
    assert_eq!(end(RefundState::Done), Ok(true));
    for late in [RefundState::Done, RefundState::Disputed] {
        assert_eq!(end(late), Ok(false), "{late:?}");
    }
}

#[test]
fn order_that_went_on_meanwhile_goes_on_from_where_it_is() {
    let shop = shop();
    let paid = stored(&shop, &paid(&shop, "pickup", 1)).order;
    let go_on = |event| {
        let mut after = paid.clone();
        after.apply(event, START_MS + 1).unwrap();
        let mut script = Script::new();
        advance(&mut script, &paid, &after, event, By::JOB);
        block_on(shop.platform().sql().write(script))
    };
    go_on(OrderEvent::Accept).unwrap();
    let overtaken = go_on(OrderEvent::Reject);
    assert!(
        matches!(overtaken, Err(SqlError::Refused { label: STATE, .. })),
        "{overtaken:?}"
    );
}
