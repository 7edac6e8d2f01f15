//! Writes that come too late: each compares the state that it was decided on.

use crate::mall::{Mall, PAY_MS, TEA_MINOR};
use commerce::hours::Day;
use storage::order::settle::settle;
use storage::order::{self, STATE, StoredOrder, close};
use storage::payment::{self, PaymentState};
use storage::scope::StoreScope;
use storage::sql::{Script, SqlError};
use test_kit::{START_MS, block_on};

const LATER_MS: i64 = START_MS + PAY_MS;

#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Paid,
    Cancelled,
    Expired,
}

/// An order whose payment is opened, beside another that reserves the same article.
fn opened(mall: &Mall) -> StoredOrder {
    mall.order("bob", "order-0001", "tea.l", 5, 5 * TEA_MINOR);
    let id = mall.order("alice", "order-0001", "tea.l", 2, 2 * TEA_MINOR);
    let stored = load(mall, &id);
    let reference = format!("ref-{id}");
    block_on(payment::open(
        mall.sql(),
        stored.order.id,
        &reference,
        stored.payable(),
        START_MS,
    ))
    .unwrap();
    load(mall, &id)
}

fn load(mall: &Mall, id: &str) -> StoredOrder {
    let customer = "alice".parse().unwrap();
    block_on(order::load_own(mall.sql(), id.parse().unwrap(), &customer))
        .unwrap()
        .unwrap()
}

fn end(mall: &Mall, stored: &StoredOrder, end: End) -> Result<(), SqlError> {
    let mut script = Script::new();
    match end {
        End::Paid => {
            let day = Day::of(&stored.zone, LATER_MS).unwrap();
            settle(&mut script, stored, day, LATER_MS).unwrap();
        }
        End::Cancelled => close::cancel(&mut script, &stored.order, LATER_MS),
        End::Expired => close::expire(&mut script, &stored.order, LATER_MS),
    }
    block_on(mall.sql().write(script)).map(drop)
}

fn is_refused(outcome: Result<(), SqlError>) -> bool {
    matches!(outcome, Err(SqlError::Refused { label: STATE, .. }))
}

#[test]
fn order_ends_once_whatever_was_decided_before() {
    let ends = [End::Paid, End::Cancelled, End::Expired];
    for first in ends {
        for second in ends {
            let mall = Mall::new();
            let stored = opened(&mall);
            end(&mall, &stored, first).unwrap();
            assert!(
                is_refused(end(&mall, &stored, second)),
                "{second:?} after {first:?}"
            );
            let expected = if first == End::Paid { (18, 5) } else { (20, 5) };
            assert_eq!(mall.stock("s1", "tea.l"), expected, "{second:?} after {first:?}");
        }
    }
}

#[test]
fn order_does_not_expire_before_its_deadline_by_the_jobs_clock() {
    let mall = Mall::new();
    let stored = opened(&mall);
    let mut script = Script::new();
    close::expire(&mut script, &stored.order, LATER_MS - 1);
    assert!(is_refused(block_on(mall.sql().write(script)).map(drop)));
    assert_eq!(mall.stock("s1", "tea.l"), (20, 7));
}

#[test]
fn customer_cannot_cancel_in_the_name_of_another() {
    let mall = Mall::new();
    let mut stored = opened(&mall);
    stored.order.customer = "mallory".parse().unwrap();
    assert!(is_refused(end(&mall, &stored, End::Cancelled)));
}

#[test]
fn payment_is_not_opened_for_an_order_that_ended() {
    for ended in [End::Cancelled, End::Expired, End::Paid] {
        let mall = Mall::new();
        let stored = opened(&mall);
        end(&mall, &stored, ended).unwrap();
        let again = payment::open(mall.sql(), stored.order.id, "another", stored.payable(), LATER_MS);
        assert!(is_refused(block_on(again)), "{ended:?}");
    }
}

#[test]
fn only_a_payment_that_is_closing_is_ended() {
    for (ended, expected) in [
        (End::Paid, PaymentState::Settled),
        (End::Cancelled, PaymentState::Refunded),
    ] {
        let mall = Mall::new();
        let stored = opened(&mall);
        end(&mall, &stored, ended).unwrap();
        for state in [PaymentState::Refunded, PaymentState::Closed] {
            block_on(payment::end(mall.sql(), stored.order.id, state, LATER_MS)).unwrap();
        }
        let payment = load(&mall, &stored.order.id.to_string()).payment.unwrap();
        assert_eq!(payment.state, expected, "{ended:?}");
    }
}

#[test]
fn listing_of_a_store_outside_of_the_scope_is_empty() {
    let mall = Mall::new();
    opened(&mall);
    let store = "s1".parse().unwrap();
    for (scope, orders) in [
        (StoreScope::All, 2),
        (StoreScope::One("s1".parse().unwrap()), 2),
        (StoreScope::One("s2".parse().unwrap()), 0),
    ] {
        let rows = block_on(order::list_of_store(mall.sql(), &scope, &store, None, None, 10));
        assert_eq!(rows.unwrap().len(), orders, "{scope:?}");
    }
}
