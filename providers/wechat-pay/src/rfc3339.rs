//! Instants as the gateway writes them.

/// China has one time, eight hours ahead of UTC, all year.
const CHINA_S: i64 = 8 * 3_600;
const DAY_S: i64 = 86_400;

/// An instant, in milliseconds since 1970 UTC, as `2018-06-08T10:34:56.000+08:00` (RFC 3339). Years 1970 to 9999; another
/// instant is held within them.
pub(crate) fn rfc3339(at_ms: i64) -> String {
    let at_ms = at_ms.clamp(0, 253_402_271_999_999);
    let at_s = at_ms.div_euclid(1_000) + CHINA_S;
    let (days, second) = (at_s.div_euclid(DAY_S), at_s.rem_euclid(DAY_S));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    let millisecond = at_ms.rem_euclid(1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}+08:00")
}

/// Year, month and day of a number of days since 1970-01-01
/// (`civil_from_days`, <https://howardhinnant.github.io/date_algorithms.html>).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_the_time_of_china() {
        for (at_ms, expected) in [
            (0, "1970-01-01T08:00:00.000+08:00"),
            (1_528_425_296_000, "2018-06-08T10:34:56.000+08:00"),
            (1_582_992_000_123, "2020-03-01T00:00:00.123+08:00"),
            (1_582_905_600_000, "2020-02-29T00:00:00.000+08:00"),
            (1_767_196_799_999, "2025-12-31T23:59:59.999+08:00"),
            (1_767_196_800_000, "2026-01-01T00:00:00.000+08:00"),
            (i64::MIN, "1970-01-01T08:00:00.000+08:00"),
            (i64::MAX, "9999-12-31T23:59:59.999+08:00"),
        ] {
            assert_eq!(rfc3339(at_ms), expected);
        }
    }
}
