use super::*;
use CourierState::{Assigned, Cancelled, Cancelling, Delivered, Due, Failed, PickedUp, Requested};

const WORDS: [CourierWord; 6] = [
    CourierWord::Requested,
    CourierWord::Assigned,
    CourierWord::PickedUp,
    CourierWord::Delivered,
    CourierWord::Failed(CourierFailure::Lost),
    CourierWord::Cancelled,
];

fn delivery(state: CourierState) -> CourierDelivery {
    let new = CourierDelivery::new(DeliveryId::new(1, [1; 10]), OrderId::new(1, [2; 10]), 1_000);
    CourierDelivery { state, ..new }
}

#[test]
fn states_and_reasons_are_known_by_their_names() {
    for state in CourierState::ALL {
        assert_eq!(state.as_str().parse(), Ok(state));
    }
    for reason in CourierFailure::ALL {
        assert_eq!(reason.as_str().parse(), Ok(reason));
    }
    assert_eq!("Due".parse::<CourierState>(), Err(UnknownCourierWord));
    assert_eq!("".parse::<CourierFailure>(), Err(UnknownCourierWord));
}

#[test]
fn what_was_said_before_or_is_older_is_no_news() {
    // A row for each state, a column for each of WORDS.
    for (state, news) in [
        (Due, [true, true, true, true, true, true]),
        (Requested, [false, true, true, true, true, true]),
        (Assigned, [false, false, true, true, true, true]),
        (PickedUp, [false, false, false, true, true, true]),
        (Cancelling, [false, false, false, true, true, true]),
        (Delivered, [false; 6]),
        (Failed, [false; 6]),
        (Cancelled, [false; 6]),
    ] {
        let heard = WORDS.map(|word| delivery(state).heard(word, None, 2_000).is_some());
        assert_eq!(heard, news, "{state}");
    }
}

#[test]
fn every_order_of_words_ends_where_the_last_of_them_says() {
    let ways = [
        [
            CourierWord::Requested,
            CourierWord::Assigned,
            CourierWord::PickedUp,
        ],
        [
            CourierWord::PickedUp,
            CourierWord::Assigned,
            CourierWord::Requested,
        ],
        [
            CourierWord::Assigned,
            CourierWord::PickedUp,
            CourierWord::Requested,
        ],
    ];
    for way in ways {
        let mut now = delivery(Due);
        for word in way.into_iter().chain([CourierWord::Delivered]).chain(way) {
            now = now.heard(word, None, 2_000).unwrap_or(now);
        }
        assert_eq!(
            (now.state, now.due_ms, now.ended_ms),
            (Delivered, None, Some(2_000))
        );
    }
}

#[test]
fn only_what_has_not_ended_is_asked_about_again() {
    for word in WORDS {
        let heard = delivery(Due).heard(word, None, 2_000).unwrap();
        assert_eq!(heard.due_ms.is_none(), heard.state.is_final(), "{word:?}");
        assert_eq!(heard.ended_ms.is_some(), heard.state.is_final(), "{word:?}");
    }
    let failed = delivery(Assigned).heard(WORDS[4], None, 2_000).unwrap();
    assert_eq!(failed.failure, Some(CourierFailure::Lost));
}

#[test]
fn a_question_that_brings_nothing_is_put_later_each_time_and_news_begin_anew() {
    let mut now = delivery(Requested);
    let mut waits = Vec::new();
    for _ in 0..8 {
        now = now.asked(1_000);
        waits.push((now.due_ms.unwrap() - 1_000) / 1_000);
    }
    assert_eq!(waits, [30, 60, 120, 240, 480, 900, 900, 900]);
    assert_eq!(now.attempts, 8);
    let heard = now.heard(CourierWord::Assigned, None, 1_000).unwrap();
    assert_eq!((heard.failures, heard.due_ms), (0, Some(31_000)));
    assert_eq!(leave_ms(i64::MAX), LEAVE_MS_MAX);
}

#[test]
fn what_has_ended_cannot_be_called_off_and_all_else_is_at_once() {
    for state in CourierState::ALL {
        let before = delivery(state);
        let after = before.called_off(5_000);
        if state.is_final() {
            assert_eq!(after, before, "{state}");
        } else {
            assert_eq!((after.state, after.due_ms), (Cancelling, Some(5_000)), "{state}");
        }
    }
}

#[test]
fn fee_is_the_last_that_was_said() {
    let fee = |amount| {
        Some(Money::new(
            crate::money::Minor(amount),
            crate::money::Currency::CNY,
        ))
    };
    let requested = delivery(Due)
        .heard(CourierWord::Requested, fee(600), 2_000)
        .unwrap();
    let assigned = requested.heard(CourierWord::Assigned, None, 2_000).unwrap();
    assert_eq!(assigned.fee, fee(600));
    let there = assigned.heard(CourierWord::Delivered, fee(900), 2_000).unwrap();
    assert_eq!(there.fee, fee(900));
}
