use std::cell::RefCell;
use std::collections::HashMap;

use jiff::Timestamp;

use super::Zone;

/// How far from a change of the clock a time of day is certain to mean one instant, in milliseconds: no clock is changed by more
/// than a day.
const MARGIN_MS: i64 = 2 * 24 * 3_600_000;

/// How the clock of a zone stands, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hours) struct Offset {
    /// What to add to UTC, in milliseconds.
    pub offset_ms: i64,
    /// Since when, in Unix milliseconds.
    from_ms: i64,
    /// Until when, in Unix milliseconds.
    until_ms: i64,
}

impl Offset {
    /// Whether the clock stands so at an instant, and a while before and after it.
    pub fn is_steady_around(&self, at_ms: i64) -> bool {
        self.from_ms.saturating_add(MARGIN_MS) <= at_ms && at_ms < self.until_ms.saturating_sub(MARGIN_MS)
    }

    fn holds(&self, at_ms: i64) -> bool {
        (self.from_ms..self.until_ms).contains(&at_ms)
    }
}

thread_local! {
    /// The last offset asked for of each zone: nearly all questions are about now.
    static KNOWN: RefCell<HashMap<String, Offset>> = RefCell::default();
}

/// See [`Zone::offset`].
pub(super) fn at(zone: &Zone, at_ms: i64) -> Option<Offset> {
    let known = KNOWN.with_borrow(|known| known.get(zone.as_str()).copied());
    if let Some(known) = known.filter(|known| known.holds(at_ms)) {
        return Some(known);
    }
    let offset = read(zone, at_ms)?;
    KNOWN.with_borrow_mut(|known| known.insert(zone.as_str().to_owned(), offset));
    Some(offset)
}

fn read(zone: &Zone, at_ms: i64) -> Option<Offset> {
    let at = Timestamp::from_millisecond(at_ms).ok()?;
    let rules = zone.rules();
    let changed =
        |change: Option<jiff::tz::TimeZoneTransition<'_>>| change.map(|at| at.timestamp().as_millisecond());
    // The instant of a change belongs to what comes after it, and `preceding` looks before what it is given.
    let after_at = Timestamp::from_millisecond(at_ms.saturating_add(1)).unwrap_or(at);
    Some(Offset {
        offset_ms: i64::from(rules.to_offset(at).seconds()) * 1_000,
        from_ms: changed(rules.preceding(after_at).next()).unwrap_or(i64::MIN),
        until_ms: changed(rules.following(at).next()).unwrap_or(i64::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ZONES: [&str; 8] = [
        "UTC",
        "Asia/Shanghai",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Pacific/Apia",
        "Asia/Kolkata",
        "Europe/London",
    ];

    proptest! {
        #[test]
        fn offset_is_what_the_rules_say_as_long_as_it_lasts(zone in prop::sample::select(&ZONES[..]), at_s in 1_300_000_000..4_000_000_000_i64) {
            let zone: Zone = zone.parse().unwrap();
            let seconds = |at_ms: i64| i64::from(zone.rules().to_offset(Timestamp::from_millisecond(at_ms).unwrap()).seconds());
            let offset = zone.offset(at_s * 1_000).unwrap();
            prop_assert!(offset.holds(at_s * 1_000));
            prop_assert_eq!(offset.offset_ms, seconds(at_s * 1_000) * 1_000);
            for edge in [offset.from_ms, offset.until_ms.saturating_sub(1)] {
                if Timestamp::from_millisecond(edge).is_ok() {
                    prop_assert_eq!(offset.offset_ms, seconds(edge) * 1_000);
                }
            }
        }
    }
}
