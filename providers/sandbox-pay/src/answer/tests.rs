use super::*;
use crate::reference::tests::{key, opened};

const DELAY_MS: i64 = 2_000;

/// The sandbox so long after the number of [`opened`] was made.
pub(crate) fn sandbox(behaviour: Behaviour, age_ms: i64) -> Sandbox {
    Sandbox {
        key: key(),
        behaviour,
        delay_ms: DELAY_MS,
        now_ms: opened().made_at_ms().unwrap() + age_ms,
    }
}

pub(crate) fn prepay(sandbox: &Sandbox, payer: Option<&str>) -> (Opened, String) {
    let Opened {
        number,
        amount_minor,
        currency,
        ..
    } = opened();
    sandbox.prepay(number, amount_minor, currency, payer).unwrap()
}

fn check(behaviour: Behaviour, age_ms: i64, queried: Option<State>, closed: Option<State>) {
    let sandbox = sandbox(behaviour, age_ms);
    let (opened, reference) = prepay(&sandbox, None);
    let state = |found: Result<(Opened, State), Failure>| match found {
        Ok((_, state)) => Some(state),
        Err(Failure::Unavailable(_)) => None,
        Err(Failure::Rejected(words)) => panic!("{words}"),
    };
    assert_eq!(
        state(sandbox.query(&opened.number, &reference)),
        queried,
        "{behaviour:?}"
    );
    assert_eq!(
        state(sandbox.close(&opened.number, &reference)),
        closed,
        "{behaviour:?}"
    );
}

#[test]
fn behaviour_decides_where_a_payment_is_and_what_is_paid_stays_paid() {
    use State::{Closed, Paid, Pending, Refused};
    check(Behaviour::Paid, 0, Some(Paid), Some(Paid));
    check(Behaviour::Pending, DELAY_MS, Some(Pending), Some(Closed));
    check(Behaviour::Refused, 0, Some(Refused), Some(Closed));
    for behaviour in [Behaviour::Late, Behaviour::Repeated, Behaviour::Reordered] {
        check(behaviour, DELAY_MS - 1, Some(Pending), Some(Pending));
        check(behaviour, DELAY_MS, Some(Paid), Some(Paid));
    }
    check(Behaviour::Lost, DELAY_MS - 1, None, None);
    check(Behaviour::Lost, DELAY_MS, Some(Paid), Some(Paid));
}

#[test]
fn payer_who_is_named_like_a_behaviour_chooses_it_for_one_payment() {
    let sandbox = sandbox(Behaviour::Paid, 0);
    let (opened, reference) = prepay(&sandbox, Some("refused"));
    assert_eq!(opened.behaviour, Behaviour::Refused);
    let (_, state) = sandbox.query(&opened.number, &reference).unwrap();
    assert_eq!(state, State::Refused);
    assert_eq!(prepay(&sandbox, Some("o-somebody")).0.behaviour, Behaviour::Paid);
}

#[test]
fn wrong_amount_is_another_one_and_above_zero() {
    let sandbox = sandbox(Behaviour::WrongAmount, 0);
    for (asked, paid) in [(1_250, 1_249), (2, 1), (1, 2)] {
        let Opened { number, currency, .. } = opened();
        let (opened, reference) = sandbox.prepay(number, asked, currency, None).unwrap();
        let (found, _) = sandbox.query(&opened.number, &reference).unwrap();
        assert_eq!(found.amount_minor, paid);
    }
}

#[test]
fn repeated_prepay_is_the_same_payment() {
    let sandbox = sandbox(Behaviour::Late, 0);
    assert_eq!(prepay(&sandbox, None), prepay(&sandbox, None));
}

#[test]
fn reference_of_another_payment_is_refused() {
    let sandbox = sandbox(Behaviour::Paid, 0);
    let (_, reference) = prepay(&sandbox, None);
    assert!(sandbox.query("01ARZ3NDEKTSV4RRFFQ69G5FAW", &reference).is_err());
}

#[test]
fn only_what_was_paid_is_refunded() {
    for (behaviour, amount_minor, currency, granted) in [
        (Behaviour::Paid, 1_250, "CNY", true),
        (Behaviour::Paid, 1, "CNY", true),
        (Behaviour::Paid, 1_251, "CNY", false),
        (Behaviour::Paid, 0, "CNY", false),
        (Behaviour::Paid, 1_250, "JPY", false),
        (Behaviour::Pending, 1_250, "CNY", false),
        (Behaviour::WrongAmount, 1_250, "CNY", false),
        (Behaviour::WrongAmount, 1_249, "CNY", true),
    ] {
        let sandbox = sandbox(behaviour, 0);
        let (opened, reference) = prepay(&sandbox, None);
        let answer = sandbox.refund(&opened.number, &reference, amount_minor, currency);
        assert_eq!(answer.is_ok(), granted, "{behaviour:?} {amount_minor} {currency}");
    }
}

#[test]
fn refund_is_pending_or_refused_on_demand() {
    for (behaviour, age_ms, expected) in [
        (Behaviour::Paid, 0, Refunded::Done),
        (Behaviour::RefundPending, DELAY_MS - 1, Refunded::Pending),
        (Behaviour::RefundPending, DELAY_MS, Refunded::Done),
        (Behaviour::RefundRefused, DELAY_MS, Refunded::Refused),
    ] {
        let sandbox = sandbox(behaviour, age_ms);
        let (opened, reference) = prepay(&sandbox, None);
        let answer = sandbox.refund(&opened.number, &reference, 1_250, "CNY");
        assert_eq!(answer, Ok(expected), "{behaviour:?}");
    }
}

#[test]
fn only_the_handover_of_what_was_paid_is_taken_and_refused_on_demand() {
    for (behaviour, age_ms, taken) in [
        (Behaviour::Paid, 0, true),
        (Behaviour::Pending, DELAY_MS, false),
        (Behaviour::Refused, 0, false),
        (Behaviour::DeliveryRefused, DELAY_MS, false),
    ] {
        let sandbox = sandbox(behaviour, age_ms);
        let (opened, reference) = prepay(&sandbox, None);
        for _ in 0..2 {
            let answer = sandbox.take_delivery(&opened.number, &reference);
            assert_eq!(answer.is_ok(), taken, "{behaviour:?} {answer:?}");
        }
        let another = sandbox.take_delivery("01ARZ3NDEKTSV4RRFFQ69G5FAW", &reference);
        assert!(another.is_err(), "{behaviour:?}");
    }
}
