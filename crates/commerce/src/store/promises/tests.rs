use super::*;
use crate::hours::{Closure, Interval, OpeningHours};

const HOUR_MS: i64 = 3_600_000;
const MIN_MS: i64 = 60_000;
/// 2026-01-01T00:00 in UTC.
const NEW_YEAR_MS: i64 = 1_767_225_600_000;
const NEW_YEAR: i64 = NEW_YEAR_MS / DAY_MS;

fn timetable() -> Timetable {
    Timetable {
        zone: "UTC".parse().unwrap(),
        hours: OpeningHours::daily(Interval::parse("09:00", "20:10").unwrap()),
        closure: None,
    }
}

fn promises() -> Promises {
    Promises {
        preparation_minutes: 15,
        queue_minutes: 2,
        courier_metres: NonZero::new(250).unwrap(),
        courier: false,
        slots: vec![rule()],
        bookings: None,
    }
}

fn rule() -> SlotRule {
    SlotRule {
        mode: Mode::Pickup,
        minutes: NonZero::new(30).unwrap(),
        orders: 2,
        window: Window {
            cut_off_minutes: 20,
            days_ahead: 2,
        },
    }
}

fn at(hour: i64, minute: i64) -> i64 {
    NEW_YEAR_MS + hour * HOUR_MS + minute * MIN_MS
}

#[test]
fn order_is_ready_after_those_before_it_while_the_store_is_open() {
    for (now_ms, queued, expected) in [
        (at(10, 0), 0, at(10, 15)),
        (at(10, 0), 5, at(10, 25)),
        (at(7, 0), 0, at(9, 15)),
        (at(19, 55), 0, at(20, 10)),
        // Not before closing: the next morning.
        (at(19, 56), 0, at(33, 15)),
        (at(22, 0), 1, at(33, 17)),
    ] {
        let ready_ms = promises().ready_ms(&timetable(), now_ms, queued);
        assert_eq!(ready_ms, Some(expected), "at {now_ms} with {queued}");
    }
}

#[test]
fn order_is_never_ready_where_the_store_does_not_open() {
    let closed = Timetable {
        closure: Some(Closure {
            from_ms: 0,
            until_ms: None,
            reason: "refit".into(),
        }),
        ..timetable()
    };
    assert_eq!(promises().ready_ms(&closed, at(10, 0), u32::MAX), None);
}

#[test]
fn courier_takes_whole_minutes() {
    for (metres, minutes) in [(0, 0), (1, 1), (250, 1), (251, 2), (3_000, 12)] {
        assert_eq!(promises().courier_ms(metres), minutes * MIN_MS, "{metres} m");
    }
}

#[test]
fn slot_is_chosen_before_its_cut_off_and_not_too_far_ahead() {
    let slot = |hour, minute| {
        Ok(Slot {
            start_ms: at(hour, minute),
            end_ms: at(hour, minute + 30),
        })
    };
    for (start_ms, expected) in [
        (at(10, 20), Err(SlotRefusal::Unknown)),
        (at(10, 19), Err(SlotRefusal::Closed)),
        (at(10, 0), Err(SlotRefusal::Closed)),
        (at(10, 30), slot(10, 30)),
        (at(19, 30), slot(19, 30)),
        // It would last until 20:30.
        (at(20, 0), Err(SlotRefusal::Unknown)),
        (at(48 + 9, 0), slot(48 + 9, 0)),
        (at(72 + 9, 0), Err(SlotRefusal::TooFarAhead)),
        (i64::MIN, Err(SlotRefusal::Closed)),
        (i64::MAX, Err(SlotRefusal::TooFarAhead)),
    ] {
        assert_eq!(
            rule().slot(&timetable(), start_ms, at(10, 0)),
            expected,
            "{start_ms}"
        );
    }
}

#[test]
fn slots_of_a_day_are_those_that_can_be_chosen() {
    let today = rule().slots_on(&timetable(), NEW_YEAR, at(10, 0));
    assert_eq!(today.first().unwrap().start_ms, at(10, 30));
    assert_eq!(today.last().unwrap().end_ms, at(20, 0));
    assert_eq!(today.len(), 19);
    for slot in &today {
        assert_eq!(rule().slot(&timetable(), slot.start_ms, at(10, 0)), Ok(*slot));
    }
    assert_eq!(rule().slots_on(&timetable(), NEW_YEAR + 2, at(10, 0)).len(), 22);
    for none in [NEW_YEAR - 1, NEW_YEAR + 3, i64::MIN, i64::MAX] {
        assert!(
            rule().slots_on(&timetable(), none, at(10, 0)).is_empty(),
            "{none}"
        );
    }
}

#[test]
fn slot_that_a_closure_touches_is_none() {
    let closed = Timetable {
        closure: Some(Closure {
            from_ms: at(12, 10),
            until_ms: Some(at(13, 0)),
            reason: "stocktaking".into(),
        }),
        ..timetable()
    };
    let starts: Vec<i64> = rule()
        .slots_on(&closed, NEW_YEAR, at(10, 0))
        .iter()
        .map(|slot| slot.start_ms)
        .collect();
    assert_eq!(starts[2..5], [at(11, 30), at(13, 0), at(13, 30)]);
}

/// In Los Angeles the clock is put forward on 2026-03-08, from 2:00 to 3:00.
#[test]
fn slots_follow_the_clock_of_the_store_through_its_change() {
    let all_day = Timetable {
        zone: "America/Los_Angeles".parse().unwrap(),
        hours: OpeningHours::daily(Interval::parse("00:00", "24:00").unwrap()),
        closure: None,
    };
    let hourly = SlotRule {
        minutes: NonZero::new(60).unwrap(),
        window: Window {
            cut_off_minutes: 0,
            days_ahead: 90,
        },
        ..rule()
    };
    let march_8 = NEW_YEAR + 31 + 28 + 7;
    for (day, expected) in [(march_8 - 1, 24), (march_8, 23), (march_8 + 1, 24)] {
        let slots = hourly.slots_on(&all_day, day, NEW_YEAR_MS);
        assert_eq!(slots.len(), expected, "{day}");
        assert!(slots.windows(2).all(|two| two[0].end_ms == two[1].start_ms));
    }
}
