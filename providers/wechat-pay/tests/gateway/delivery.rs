//! Telling of handovers.

use crate::shop::{NUMBER, REFERENCE, START_S, Shop, assert_rejected, assert_unavailable, request};
use fake_wechat_pay::Network;
use wechat_pay::provider::{Delivery, Handover};

fn delivery(handover: Handover) -> Delivery {
    Delivery {
        number: NUMBER.to_owned(),
        reference: REFERENCE.to_owned(),
        handover,
        at_ms: START_S * 1_000 + 123,
        description: "乌龙茶 ×2".to_owned(),
    }
}

#[test]
fn handover_is_reported_once_however_often_it_is_told() {
    for (handover, logistics_type) in [
        (Handover::CityDelivery, 2),
        (Handover::Immaterial, 3),
        (Handover::Pickup, 4),
    ] {
        let shop = Shop::paid();
        for _ in 0..2 {
            assert_eq!(shop.report(&delivery(handover)), Ok(()));
        }
        let reported = shop.gateway.deliveries();
        assert_eq!(reported.len(), 1);
        assert_eq!(reported[0].logistics_type, logistics_type);
        assert_eq!(reported[0].upload_time, "2026-01-01T12:00:00.123+08:00");
        assert_eq!(reported[0].item_desc, "乌龙茶 ×2");
    }
}

#[test]
fn access_token_is_kept_while_it_is_good_and_renewed_when_it_is_not() {
    let shop = Shop::paid();
    shop.report(&delivery(Handover::Pickup)).unwrap();
    shop.requests();
    shop.report(&delivery(Handover::Pickup)).unwrap();
    assert_eq!(shop.requests(), 2, "a query and the report");
    shop.gateway.end_tokens();
    shop.report(&delivery(Handover::Pickup)).unwrap();
    assert_eq!(shop.requests(), 4, "a report in vain and a token besides");
    shop.advance_s(7_200);
    shop.report(&delivery(Handover::Pickup)).unwrap();
    assert_eq!(shop.requests(), 3, "a token besides");
}

#[test]
fn unpaid_payment_has_no_handover() {
    let shop = Shop::new();
    shop.prepay(&request()).unwrap();
    assert_rejected(shop.report(&delivery(Handover::Pickup)));
    assert_eq!(shop.gateway.deliveries(), []);
}

#[test]
fn handover_whose_answer_is_lost_is_told_again() {
    let shop = Shop::paid();
    shop.gateway.set_network(Network::LosesAnswers);
    assert_unavailable(shop.report(&delivery(Handover::Pickup)));
    shop.gateway.set_network(Network::Sound);
    assert_eq!(shop.report(&delivery(Handover::Pickup)), Ok(()));
}
