use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Zone;

/// What a store's own clock and calendar show at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTime {
    /// 1970, say.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// Of the month, 1 to 31.
    pub day: u8,
    /// 1 for Monday to 7 for Sunday (ISO 8601).
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl LocalTime {
    /// What it is in `zone` at an instant in Unix milliseconds; `None` beyond the calendar.
    pub fn of(zone: &Zone, at_ms: i64) -> Option<Self> {
        let instant = Timestamp::from_millisecond(at_ms).ok()?;
        let local = zone.rules().to_datetime(instant);
        let number = |part: i8| u8::try_from(part).ok();
        Some(Self {
            year: local.year(),
            month: number(local.month())?,
            day: number(local.day())?,
            weekday: number(local.weekday().to_monday_one_offset())?,
            hour: number(local.hour())?,
            minute: number(local.minute())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_of_a_store_is_that_of_its_zone() {
        // 2026-01-31T16:05:59.999Z, a Saturday; Sunday in Shanghai.
        let at_ms = 1_769_875_559_999;
        let shanghai = LocalTime::of(&"Asia/Shanghai".parse().unwrap(), at_ms).unwrap();
        let parts = (shanghai.year, shanghai.month, shanghai.day);
        assert_eq!(parts, (2026, 2, 1));
        assert_eq!((shanghai.weekday, shanghai.hour, shanghai.minute), (7, 0, 5));
        let utc = LocalTime::of(&"UTC".parse().unwrap(), at_ms).unwrap();
        assert_eq!((utc.weekday, utc.hour), (6, 16));
    }

    #[test]
    fn instant_beyond_the_calendar_has_no_time() {
        assert_eq!(LocalTime::of(&"UTC".parse().unwrap(), i64::MAX), None);
    }
}
