use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::hours::Day;

fn timetable(zone: &str, hours: &str) -> Timetable {
    Timetable {
        zone: zone.parse().unwrap(),
        hours: serde_json::from_str(hours).unwrap(),
        closure: None,
    }
}

fn daily(zone: &str, open: &str, close: &str) -> Timetable {
    let hours = OpeningHours::daily(Interval::parse(open, close).unwrap());
    Timetable {
        zone: zone.parse().unwrap(),
        hours,
        closure: None,
    }
}

fn ms(instant: &str) -> i64 {
    instant.parse::<Timestamp>().unwrap().as_millisecond()
}

fn open_until(instant: &str) -> OpenStatus {
    OpenStatus::Open {
        closes_at_ms: Some(ms(instant)),
    }
}

fn closed_until(instant: &str) -> OpenStatus {
    OpenStatus::Closed {
        opens_at_ms: Some(ms(instant)),
    }
}

#[track_caller]
fn check(timetable: &Timetable, at: &str, expected: OpenStatus) {
    assert_eq!(timetable.status(ms(at)), expected, "at {at}");
    assert_eq!(
        timetable.is_open(ms(at)),
        matches!(expected, OpenStatus::Open { .. }),
        "at {at}"
    );
}

#[test]
fn hours_are_those_of_the_stores_own_clock() {
    let shanghai = daily("Asia/Shanghai", "08:00", "22:00");
    check(
        &shanghai,
        "2026-03-01T23:59:59.999Z",
        closed_until("2026-03-02T00:00:00Z"),
    );
    check(
        &shanghai,
        "2026-03-02T00:00:00Z",
        open_until("2026-03-02T14:00:00Z"),
    );
    check(
        &shanghai,
        "2026-03-02T13:59:59.999Z",
        open_until("2026-03-02T14:00:00Z"),
    );
    check(
        &shanghai,
        "2026-03-02T14:00:00Z",
        closed_until("2026-03-03T00:00:00Z"),
    );
}

#[test]
fn a_bar_is_open_past_midnight_into_a_day_on_which_it_is_closed() {
    let bar = timetable("Asia/Tokyo", r#"{"weekly":{"fri":[["18:00","02:00"]]}}"#);
    // Saturday, 1 o'clock and 2 o'clock in Tokyo.
    check(&bar, "2026-03-06T16:00:00Z", open_until("2026-03-06T17:00:00Z"));
    check(&bar, "2026-03-06T17:00:00Z", closed_until("2026-03-13T09:00:00Z"));
}

#[test]
fn an_exception_replaces_what_opens_on_its_date_and_nothing_else() {
    let hours = r#"{"weekly":{"thu":[["18:00","02:00"]],"fri":[["18:00","02:00"]]},
        "exceptions":{"2026-12-25":[],"2026-12-26":[["10:00","12:00"]]}}"#;
    let bar = timetable("Europe/London", hours);
    // Friday, 25 December: Thursday's interval ends at 2, Friday's own are gone.
    check(&bar, "2026-12-25T01:00:00Z", open_until("2026-12-25T02:00:00Z"));
    check(&bar, "2026-12-25T20:00:00Z", closed_until("2026-12-26T10:00:00Z"));
    check(&bar, "2026-12-26T10:00:00Z", open_until("2026-12-26T12:00:00Z"));
}

#[test]
fn a_store_open_round_the_clock_does_not_close() {
    let always = daily("America/New_York", "00:00", "24:00");
    for at in [
        "2026-03-08T06:59:59Z",
        "2026-03-08T07:00:00Z",
        "2026-11-01T05:30:00Z",
        "2026-06-01T04:00:00Z",
    ] {
        check(&always, at, OpenStatus::Open { closes_at_ms: None });
    }
}

#[test]
fn a_store_open_for_two_days_on_end_closes_once() {
    let weekend = r#"{"weekly":{"sat":[["10:00","24:00"]],"sun":[["00:00","20:00"]]}}"#;
    check(
        &timetable("UTC", weekend),
        "2026-03-07T11:00:00Z",
        open_until("2026-03-08T20:00:00Z"),
    );
}

#[test]
fn a_store_without_hours_never_opens() {
    check(
        &timetable("UTC", "{}"),
        "2026-03-07T11:00:00Z",
        OpenStatus::Closed { opens_at_ms: None },
    );
}

#[test]
fn a_time_that_is_left_out_opens_and_closes_at_the_change_of_the_clock() {
    // New York, 8 March 2026: 02:00 becomes 03:00 at 07:00Z.
    let opens = daily("America/New_York", "02:30", "12:00");
    check(
        &opens,
        "2026-03-08T06:59:59Z",
        closed_until("2026-03-08T07:00:00Z"),
    );
    check(&opens, "2026-03-08T07:00:00Z", open_until("2026-03-08T16:00:00Z"));
    let closes = daily("America/New_York", "01:00", "02:30");
    check(
        &closes,
        "2026-03-08T06:59:59Z",
        open_until("2026-03-08T07:00:00Z"),
    );
    // An interval left out altogether does not happen.
    let skipped = daily("America/New_York", "02:15", "02:45");
    check(
        &skipped,
        "2026-03-08T07:00:00Z",
        closed_until("2026-03-09T06:15:00Z"),
    );
}

#[test]
fn a_time_that_comes_twice_opens_the_first_time_and_closes_the_second() {
    // New York, 1 November 2026: 02:00 becomes 01:00 at 06:00Z.
    let opens = daily("America/New_York", "01:30", "12:00");
    check(
        &opens,
        "2026-11-01T05:29:59Z",
        closed_until("2026-11-01T05:30:00Z"),
    );
    check(&opens, "2026-11-01T06:10:00Z", open_until("2026-11-01T17:00:00Z"));
    let closes = daily("America/New_York", "18:00", "01:30");
    check(
        &closes,
        "2026-11-01T05:45:00Z",
        open_until("2026-11-01T06:30:00Z"),
    );
    check(
        &closes,
        "2026-11-01T06:30:00Z",
        closed_until("2026-11-01T23:00:00Z"),
    );
}

#[test]
fn a_day_that_a_country_skips_has_no_hours() {
    // Samoa went from 29 to 31 December 2011, at 10:00Z.
    let apia = daily("Pacific/Apia", "08:00", "20:00");
    check(
        &apia,
        "2011-12-30T06:30:00Z",
        closed_until("2011-12-30T18:00:00Z"),
    );
}

#[test]
fn a_closure_goes_before_the_hours() {
    let mut store = daily("UTC", "08:00", "22:00");
    let closure = |from: &str, until: Option<&str>| {
        Some(Closure {
            from_ms: ms(from),
            until_ms: until.map(ms),
            reason: "refit".into(),
        })
    };
    store.closure = closure("2026-03-02T12:00:00Z", Some("2026-03-04T23:00:00Z"));
    check(&store, "2026-03-02T11:00:00Z", open_until("2026-03-02T12:00:00Z"));
    let opens = OpenStatus::TemporarilyClosed {
        opens_at_ms: Some(ms("2026-03-05T08:00:00Z")),
    };
    check(&store, "2026-03-02T12:00:00Z", opens);
    check(&store, "2026-03-04T22:30:00Z", opens);
    check(
        &store,
        "2026-03-04T23:00:00Z",
        closed_until("2026-03-05T08:00:00Z"),
    );

    store.closure = closure("2026-03-02T23:00:00Z", None);
    check(
        &store,
        "2026-03-02T22:30:00Z",
        OpenStatus::Closed { opens_at_ms: None },
    );
    check(
        &store,
        "2026-03-03T10:00:00Z",
        OpenStatus::TemporarilyClosed { opens_at_ms: None },
    );
}

#[test]
fn instants_beyond_the_calendar_are_closed() {
    let store = daily("UTC", "00:00", "24:00");
    for at_ms in [i64::MIN, i64::MAX, 253_402_300_799_999, -377_705_116_800_000] {
        store.status(at_ms);
        assert!(at_ms.unsigned_abs() < 1 << 60 || !store.is_open(at_ms));
    }
}

fn on(hours: &OpeningHours, date: Date) -> &[Interval] {
    let usual = || hours.weekly()[date.weekday().to_monday_zero_offset() as usize].as_slice();
    let day = Day::of_date(date);
    day.and_then(|day| hours.exceptions().get(&day))
        .map_or_else(usual, Vec::as_slice)
}

fn any_hours() -> impl Strategy<Value = OpeningHours> {
    let interval =
        (0..1_440u16, 1..=1_440u16).prop_map(|(open, length)| Interval::new(open, open + length).unwrap());
    let day =
        || prop::option::of(interval.clone()).prop_map(|interval| interval.into_iter().collect::<Vec<_>>());
    let weekly = prop::array::uniform7(day());
    let exceptions = prop::collection::btree_map(0..20i8, day(), 0..4);
    (weekly, exceptions).prop_map(|(weekly, exceptions)| OpeningHours {
        weekly,
        exceptions: exceptions
            .into_iter()
            .filter_map(|(day, intervals)| {
                Some((Day::of_date(jiff::civil::date(2026, 3, 1 + day))?, intervals))
            })
            .collect(),
    })
}

proptest! {
    /// The oracle reads the clock on the wall, minute by minute. It is right wherever the clock is not changed.
    #[test]
    fn a_store_is_open_when_the_clock_on_its_wall_is_within_its_hours(hours in any_hours(), minute in 0..30 * 1_440i64) {
        let store = Timetable { zone: "Asia/Kathmandu".parse().unwrap(), hours, closure: None };
        let at_ms = ms("2026-02-25T00:00:00Z") + minute * 60_000;
        let on_the_wall = |at_ms: i64| {
            let time = store.zone.rules().to_datetime(Timestamp::from_millisecond(at_ms).unwrap());
            let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
            let within = |date: Date, minute: i64| {
                on(&store.hours, date).iter()
                    .any(|interval| (i64::from(interval.open())..i64::from(interval.close())).contains(&minute))
            };
            within(time.date(), minute) || within(time.date().yesterday().unwrap(), minute + 1_440)
        };
        prop_assert_eq!(store.is_open(at_ms), on_the_wall(at_ms));
        let changes_at_ms = match store.status(at_ms) {
            OpenStatus::Open { closes_at_ms } => closes_at_ms,
            OpenStatus::Closed { opens_at_ms } => opens_at_ms,
            OpenStatus::TemporarilyClosed { .. } => None,
        };
        let minutes = (0..9 * 1_440).map(|minute| at_ms + minute * 60_000);
        let found = minutes.into_iter().find(|later| on_the_wall(*later) != on_the_wall(at_ms));
        match changes_at_ms {
            Some(changes_at_ms) if changes_at_ms < at_ms + 9 * 86_400_000 => prop_assert_eq!(found, Some(changes_at_ms)),
            Some(_) => prop_assert_eq!(found, None),
            None => prop_assert!(found.is_none_or(|found| found >= at_ms + ALWAYS_MS - 86_400_000)),
        }
    }
}
