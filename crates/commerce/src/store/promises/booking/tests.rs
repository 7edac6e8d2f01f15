use super::*;
use crate::hours::{Closure, Interval, OpeningHours};
use proptest::prelude::*;

const MIN_MS: i64 = 60_000;
/// 2026-01-01T00:00 in UTC.
const NEW_YEAR_MS: i64 = 1_767_225_600_000;
const NEW_YEAR: i64 = NEW_YEAR_MS / DAY_MS;

fn timetable(open: &str, close: &str) -> Timetable {
    Timetable {
        zone: "UTC".parse().unwrap(),
        hours: OpeningHours::daily(Interval::parse(open, close).unwrap()),
        closure: None,
    }
}

fn rule() -> BookingRule {
    let resource = |id: &str, kind: &str| Resource {
        id: id.parse().unwrap(),
        kind: kind.parse().unwrap(),
        name: Texts::single("en".parse().unwrap(), id.to_owned()),
    };
    BookingRule {
        resources: vec![
            resource("mei", "stylist"),
            resource("li", "stylist"),
            resource("bed", "room"),
        ],
        window: Window {
            cut_off_minutes: 60,
            days_ahead: 7,
        },
        change_minutes: 120,
    }
}

fn need(minutes: u32) -> Need {
    Need {
        kind: "stylist".parse().unwrap(),
        minutes,
    }
}

fn at(hour: i64, minute: i64) -> i64 {
    NEW_YEAR_MS + (hour * 60 + minute) * MIN_MS
}

fn service(minutes: u32, kind: &str) -> BookableService {
    BookableService {
        minutes,
        resource: kind.parse().unwrap(),
    }
}

#[test]
fn services_follow_each_other_with_one_resource() {
    let (cut, colour, massage) = (
        service(45, "stylist"),
        service(100, "stylist"),
        service(60, "room"),
    );
    assert_eq!(Need::of([(&cut, 2), (&colour, 1)]), Ok(Some(need(190))));
    assert_eq!(Need::of([]), Ok(None));
    assert_eq!(
        Need::of([(&cut, 1), (&massage, 1)]),
        Err(BookingRefusal::SeveralKinds)
    );
    assert_eq!(Need::of([(&cut, 11)]), Err(BookingRefusal::TooLong));
    assert_eq!(Need::of([(&cut, u32::MAX)]), Err(BookingRefusal::TooLong));
}

#[test]
fn booking_begins_with_a_quarter_and_ends_before_closing() {
    let timetable = timetable("09:10", "20:00");
    let now_ms = at(8, 0);
    for (start_ms, expected) in [
        (at(9, 15), Ok(at(10, 0))),
        (at(19, 15), Ok(at(20, 0))),
        (at(9, 0), Err(SlotRefusal::Unknown)),
        (at(10, 5), Err(SlotRefusal::Unknown)),
        (at(19, 30), Err(SlotRefusal::Unknown)),
        (at(8, 45), Err(SlotRefusal::Closed)),
        (i64::MIN, Err(SlotRefusal::Closed)),
        (at(8 * 24 + 9, 15), Err(SlotRefusal::TooFarAhead)),
        (i64::MAX, Err(SlotRefusal::TooFarAhead)),
    ] {
        let slot = rule().slot(&timetable, &need(45), start_ms, now_ms);
        assert_eq!(slot.map(|slot| slot.end_ms), expected, "{start_ms}");
    }
}

#[test]
fn booking_does_not_reach_into_a_closure() {
    let mut timetable = timetable("09:00", "20:00");
    timetable.closure = Some(Closure {
        from_ms: at(12, 0),
        until_ms: Some(at(14, 0)),
        reason: "refit".into(),
    });
    let slots = rule().slots_on(&timetable, &need(60), NEW_YEAR, at(0, 0));
    let begins = |hour, minute| slots.iter().any(|slot| slot.start_ms == at(hour, minute));
    assert!(begins(11, 0) && !begins(11, 15) && !begins(13, 45) && begins(14, 0));
}

#[test]
fn day_has_the_times_that_can_be_booked_one_by_one() {
    let timetable = timetable("09:10", "20:00");
    for (day, now_ms) in [
        (NEW_YEAR, at(12, 7)),
        (NEW_YEAR + 7, at(12, 7)),
        (NEW_YEAR + 8, at(12, 7)),
        (NEW_YEAR - 1, at(12, 7)),
        (i64::MAX, at(12, 7)),
    ] {
        let slots = rule().slots_on(&timetable, &need(45), day, now_ms);
        let mut expected = Vec::new();
        if (NEW_YEAR..NEW_YEAR + 9).contains(&day) {
            let quarters = (0..96).map(|quarter| day * DAY_MS + quarter * CELL_MS);
            expected
                .extend(quarters.filter_map(|start| rule().slot(&timetable, &need(45), start, now_ms).ok()));
        }
        assert_eq!(slots, expected, "{day}");
    }
}

#[test]
fn resource_is_of_the_kind_that_the_service_needs() {
    let (stylist, room) = ("stylist".parse().unwrap(), "room".parse().unwrap());
    let ids = |kind, wanted: Option<&str>| {
        let wanted = wanted.map(|wanted| wanted.parse().unwrap());
        let rule = rule();
        rule.able(kind, wanted.as_ref()).map(|able| {
            able.iter()
                .map(|resource| resource.id.to_string())
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(ids(&stylist, None), Ok(vec!["mei".to_owned(), "li".to_owned()]));
    assert_eq!(ids(&stylist, Some("li")), Ok(vec!["li".to_owned()]));
    assert_eq!(ids(&room, Some("li")), Err(BookingRefusal::UnknownResource));
    assert_eq!(ids(&stylist, Some("bo")), Err(BookingRefusal::UnknownResource));
}

#[test]
fn every_wrong_field_of_a_rule_is_named_by_its_path() {
    let draft: BookingRuleDraft = serde_json::from_str(
        r#"{"resources":[{"id":"a b","kind":"","name":{}},{"id":"m","kind":"k","name":{"en":"M"}},
            {"id":"m","kind":"k","name":{"en":"M"}}],"cut_off_minutes":-1,"days_ahead":61,"change_minutes":40321}"#,
    )
    .unwrap();
    let fields: Vec<String> = draft
        .validate()
        .unwrap_err()
        .into_iter()
        .map(|error| error.field)
        .collect();
    assert_eq!(
        fields,
        [
            "resources[0].id",
            "resources[0].kind",
            "resources[0].name",
            "resources[2].id",
            "cut_off_minutes",
            "days_ahead",
            "change_minutes",
        ]
    );
    let read: BookingRuleDraft = rule().into();
    assert_eq!(read.validate(), Ok(rule()));
    let none = BookingRuleDraft {
        resources: Vec::new(),
        ..read.clone()
    };
    assert_eq!(none.validate().unwrap_err()[0].field, "resources");
    let many = BookingRuleDraft {
        resources: vec![read.resources[0].clone(); RESOURCES_MAX + 1],
        ..read
    };
    assert_eq!(many.validate().unwrap_err()[0].field, "resources");
}

proptest! {
    /// Two appointments share a cell exactly when one begins before the other has used up its last quarter.
    #[test]
    fn times_that_overlap_share_a_cell(a in 0_i64..200, a_minutes in 5_i64..481, b in 0_i64..200, b_minutes in 5_i64..481) {
        let slot = |start: i64, minutes: i64| Slot { start_ms: start * CELL_MS, end_ms: start * CELL_MS + minutes * MIN_MS };
        let (a, b) = (slot(a, a_minutes), slot(b, b_minutes));
        let mei: ResourceId = "mei".parse().unwrap();
        let taken: Taken = a.cells().map(|cell| (mei.clone(), cell)).collect();
        let ends = |slot: Slot| (slot.end_ms + CELL_MS - 1) / CELL_MS * CELL_MS;
        prop_assert_eq!(b.is_free(&mei, &taken), b.start_ms >= ends(a) || a.start_ms >= ends(b));
        prop_assert!(b.is_free(&"li".parse().unwrap(), &taken));
    }
}
