use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Zone;
use super::weekly::date_of;

/// A day of a store's own calendar, years 0 to 9999; as text `2026-01-31`, which sorts by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A text that names no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day such as 2026-01-31")]
pub struct MalformedDay;

/// The length of every day as text, in characters.
const DAY_CHARS: usize = 10;

impl Day {
    pub(crate) fn date(self) -> Date {
        self.0
    }

    pub(crate) fn of_date(date: Date) -> Option<Self> {
        (date.year() >= 0).then_some(Self(date))
    }

    /// The day that it is in `zone` at an instant in Unix milliseconds; `None` outside of years 0 to 9999.
    pub fn of(zone: &Zone, at_ms: i64) -> Option<Self> {
        let instant = Timestamp::from_millisecond(at_ms).ok()?;
        let date = zone.rules().to_datetime(instant).date();
        Self::of_date(date)
    }

    /// The day at a number of days after 1970-01-01; `None` outside of years 0 to 9999.
    pub fn of_epoch_day(day: i64) -> Option<Self> {
        date_of(day).and_then(Self::of_date)
    }

    /// How many days it comes after 1970-01-01; negative when it comes before.
    pub fn epoch_day(self) -> i64 {
        i64::from(self.days_after(Self(Date::constant(1970, 1, 1))))
    }

    /// How many days this one comes after another; negative when it comes before.
    pub fn days_after(self, other: Self) -> i32 {
        // Dates know no clock changes: every day between them has 24 hours.
        (other.0.duration_until(self.0).as_hours() / 24) as i32
    }
}

impl FromStr for Day {
    type Err = MalformedDay;

    /// Reads the canonical form alone. (jiff's own reader takes times and offsets as well, and is ten times as long in a component.)
    fn from_str(text: &str) -> Result<Self, MalformedDay> {
        let number = |range| {
            let digits: &str = text.get(range)?;
            let of_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            of_digits.then(|| digits.parse().ok())?
        };
        let dashed = text.len() == DAY_CHARS && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let read = || {
            let (month, day) = (number(5..7)?, number(8..10)?);
            Date::new(number(0..4)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        dashed.then(read).flatten().map(Self).ok_or(MalformedDay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-31T16:00:00Z, midnight in Shanghai.
    const MIDNIGHT_MS: i64 = 1_769_875_200_000;

    fn check(zone: &str, at_ms: i64, expected: &str) {
        let day = Day::of(&zone.parse().unwrap(), at_ms).unwrap();
        assert_eq!((day.to_string().as_str(), expected.parse()), (expected, Ok(day)));
    }

    #[test]
    fn a_day_begins_at_the_stores_own_midnight() {
        check("Asia/Shanghai", MIDNIGHT_MS - 1, "2026-01-31");
        check("Asia/Shanghai", MIDNIGHT_MS, "2026-02-01");
        check("America/Los_Angeles", MIDNIGHT_MS, "2026-01-31");
        check("UTC", 0, "1970-01-01");
        check("UTC", -1, "1969-12-31");
    }

    #[test]
    fn an_instant_beyond_the_calendar_has_no_day() {
        let utc = "UTC".parse().unwrap();
        assert_eq!(Day::of(&utc, i64::MAX), None);
        assert_eq!(Day::of(&utc, i64::MIN), None);
        assert_eq!(Day::of(&utc, -70_000_000_000_000), None);
    }

    #[test]
    fn only_the_canonical_form_is_read() {
        for text in [
            "",
            "2026-1-31",
            "20260131",
            "2026-01-32",
            "2026-02-29",
            "2026-01-31T00:00",
            "-000001-01-01",
            "２026-01-31",
        ] {
            assert_eq!(text.parse::<Day>(), Err(MalformedDay), "{text}");
        }
    }

    #[test]
    fn a_day_is_known_by_its_number_too() {
        for (text, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2026-01-31", 20_484)] {
            let day: Day = text.parse().unwrap();
            assert_eq!(day.epoch_day(), number);
            assert_eq!(Day::of_epoch_day(number), Some(day));
        }
        assert_eq!(Day::of_epoch_day(i64::MAX), None);
        assert_eq!(Day::of_epoch_day(-800_000), None);
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let days = |later: &str, earlier: &str| {
            let earlier: Day = earlier.parse().unwrap();
            later.parse::<Day>().unwrap().days_after(earlier)
        };
        assert_eq!(days("2028-03-01", "2028-02-28"), 2);
        assert_eq!(days("2026-01-01", "2026-12-31"), -364);
        assert_eq!(days("9999-12-31", "0000-01-01"), 3_652_424);
    }
}
