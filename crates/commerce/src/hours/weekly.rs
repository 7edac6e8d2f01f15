use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Day, Interval, OpeningHoursDraft};

/// The most intervals of one day.
pub const INTERVALS_MAX: usize = 4;
/// The most dates with hours of their own.
pub const EXCEPTIONS_MAX: usize = 100;
/// The days of the week as they are named in JSON, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Weekly hours, and dates that have hours of their own.
///
/// Intervals belong to the day they open on: after 18:00 to 02:00 on Thursday, a Friday on which the store is closed
/// begins at 02:00. Intervals of one day are in order and apart. In JSON:
/// `{"weekly":{"mon":[["08:00","22:00"]]},"exceptions":{"2026-12-25":[]}}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "OpeningHoursDraft", into = "OpeningHoursDraft")]
pub struct OpeningHours {
    pub(super) weekly: [Vec<Interval>; 7],
    pub(super) exceptions: BTreeMap<Day, Vec<Interval>>,
}

impl OpeningHours {
    /// The same interval every day, without exceptions.
    pub fn daily(interval: Interval) -> Self {
        Self {
            weekly: std::array::from_fn(|_| vec![interval]),
            exceptions: BTreeMap::new(),
        }
    }

    /// Hours that were checked before.
    pub(crate) fn from_parts(weekly: [Vec<Interval>; 7], exceptions: BTreeMap<Day, Vec<Interval>>) -> Self {
        Self { weekly, exceptions }
    }

    /// The hours of each weekday, Monday first.
    pub fn weekly(&self) -> &[Vec<Interval>; 7] {
        &self.weekly
    }

    /// The dates that have hours of their own; none at all when the store is closed that day.
    pub fn exceptions(&self) -> &BTreeMap<Day, Vec<Interval>> {
        &self.exceptions
    }

    /// The intervals that open on a day, counted from 1970-01-01.
    pub(super) fn on_day(&self, day: i64) -> &[Interval] {
        // That day was a Thursday.
        let usual = &self.weekly[(day + 3).rem_euclid(7) as usize];
        if self.exceptions.is_empty() {
            return usual;
        }
        let special = Day::of_epoch_day(day).and_then(|day| self.exceptions.get(&day));
        special.unwrap_or(usual)
    }
}

/// The date of a day, counted from 1970-01-01; `None` outside of years -9999 to 9999.
pub(super) fn date_of(day: i64) -> Option<Date> {
    const FIRST: Date = Date::constant(1970, 1, 1);
    let hours = jiff::SignedDuration::try_from_hours(day.checked_mul(24)?)?;
    FIRST.checked_add(hours).ok()
}
