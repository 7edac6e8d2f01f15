//! Giving money back.

use crate::shop::{NUMBER, Shop, TOTAL, assert_rejected, assert_unavailable, request};
use fake_wechat_pay::Network;
use wechat_pay::provider::{RefundState, State};

#[test]
fn whole_refund_is_made_once_however_often_it_is_asked_for() {
    let shop = Shop::paid();
    for _ in 0..3 {
        assert_eq!(shop.refund(NUMBER, TOTAL), Ok(RefundState::Done));
    }
    assert_eq!(shop.gateway.refunds().len(), 1);
    assert_eq!(
        shop.query().unwrap().state,
        State::Paid,
        "what was refunded was paid"
    );
}

#[test]
fn parts_are_refunded_under_numbers_of_their_own_and_never_more_than_was_paid() {
    let shop = Shop::paid();
    assert_eq!(shop.refund("part-1", 500), Ok(RefundState::Done));
    assert_eq!(shop.refund("part-2", 750), Ok(RefundState::Done));
    assert_rejected(shop.refund("part-3", 1));
    assert_rejected(shop.refund("part-1", 499));
    assert_eq!(shop.gateway.refunds().len(), 2);
}

#[test]
fn impossible_amount_is_rejected_without_asking_the_gateway() {
    let shop = Shop::paid();
    shop.requests();
    for amount in [0, -1, TOTAL + 1, i64::MIN] {
        assert_rejected(shop.refund(NUMBER, amount));
    }
    assert_rejected(shop.refund("../x", 1));
    assert_eq!(shop.requests(), 0);
}

#[test]
fn pending_refund_ends_when_it_is_asked_for_again() {
    let shop = Shop::paid();
    shop.gateway.set_refunds("PROCESSING");
    assert_eq!(shop.refund(NUMBER, TOTAL), Ok(RefundState::Pending));
    shop.gateway.move_refund(NUMBER, "SUCCESS");
    assert_eq!(shop.refund(NUMBER, TOTAL), Ok(RefundState::Done));
}

#[test]
fn refund_that_the_account_cannot_take_is_left_to_a_person() {
    for state in ["ABNORMAL", "CLOSED"] {
        let shop = Shop::paid();
        shop.gateway.set_refunds(state);
        assert_eq!(shop.refund(NUMBER, TOTAL), Ok(RefundState::Refused), "{state}");
    }
}

#[test]
fn payment_that_is_not_paid_is_not_refunded() {
    let shop = Shop::new();
    shop.prepay(&request()).unwrap();
    assert_rejected(shop.refund(NUMBER, TOTAL));
    assert_eq!(shop.gateway.refunds(), []);
}

#[test]
fn refund_whose_answer_is_lost_is_one_refund() {
    for network in [Network::LosesAnswers, Network::Forges] {
        let shop = Shop::paid();
        shop.gateway.set_network(network);
        assert_unavailable(shop.refund(NUMBER, TOTAL));
        shop.gateway.set_network(Network::Sound);
        assert_eq!(shop.refund(NUMBER, TOTAL), Ok(RefundState::Done));
        assert_eq!(shop.gateway.refunds().len(), 1);
    }
}
