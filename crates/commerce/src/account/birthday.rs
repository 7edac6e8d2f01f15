use crate::field::{FieldError, Findings, Rule, in_range};
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// The earliest year of a birth.
const YEAR_MIN: i64 = 1900;
/// A year that has every day.
const LEAP_YEAR: i16 = 2000;

/// A birthday as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthdayDraft {
    /// The year, for who tells it.
    pub year: Option<i64>,
    /// 1 to 12.
    pub month: i64,
    /// Of the month, from 1.
    pub day: i64,
}

/// A day that there is, or was, in a year or in every leap year.
///
/// As text `1990-05-01`, or `--05-01` without the year (ISO 8601:2000, as in vCard).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Birthday {
    /// The year, if it was told.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// Of the month.
    pub day: i8,
}

/// A text that is no birthday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a birthday such as 1990-05-01 or --05-01")]
pub struct NoBirthday;

impl BirthdayDraft {
    /// Checks that there is such a day, and that it is not to come, at `now_ms` in Unix milliseconds and anywhere on earth.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn validate(&self, now_ms: i64) -> Result<Birthday, Vec<FieldError>> {
        let today = today(now_ms);
        let mut findings = Findings::default();
        if let Some(year) = self.year {
            findings.keep(in_range("year", year, YEAR_MIN, i64::from(today.year())));
        }
        findings.keep(in_range("month", self.month, 1, 12));
        let month = i8::try_from(self.month.clamp(1, 12)).unwrap_or(1);
        let year = self.year.and_then(|year| i16::try_from(year).ok());
        let days = Date::new(year.unwrap_or(LEAP_YEAR), month, 1).map_or(31, |first| first.days_in_month());
        findings.keep(in_range("day", self.day, 1, i64::from(days)));
        let birthday = i8::try_from(self.day)
            .ok()
            .map(|day| Birthday { year, month, day });
        let birthday = findings.finish(birthday)?;
        let is_to_come =
            year.is_some_and(|year| Date::new(year, month, birthday.day).is_ok_and(|date| date > today));
        if is_to_come {
            let expected = "a day that is not to come";
            return Err(FieldError::new("day", Rule::Format { expected }).into());
        }
        Ok(birthday)
    }
}

/// The last day that has begun somewhere.
fn today(now_ms: i64) -> Date {
    const EASTERNMOST_MS: i64 = 14 * 60 * 60 * 1_000;
    jiff::Timestamp::from_millisecond(now_ms.saturating_add(EASTERNMOST_MS))
        .map(|at| jiff::tz::Offset::UTC.to_datetime(at).date())
        .unwrap_or(Date::MAX)
}

impl fmt::Display for Birthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

impl FromStr for Birthday {
    type Err = NoBirthday;

    fn from_str(text: &str) -> Result<Self, NoBirthday> {
        let (year, rest) = match text.strip_prefix("--") {
            Some(rest) => (None, rest),
            None => {
                let (year, rest) = text.split_once('-').ok_or(NoBirthday)?;
                (Some(year.parse().map_err(|_| NoBirthday)?), rest)
            }
        };
        let (month, day) = rest.split_once('-').ok_or(NoBirthday)?;
        let number = |text: &str| text.parse::<i8>().map_err(|_| NoBirthday);
        let birthday = Self {
            year,
            month: number(month)?,
            day: number(day)?,
        };
        Date::new(year.unwrap_or(LEAP_YEAR), birthday.month, birthday.day).map_err(|_| NoBirthday)?;
        Ok(birthday)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-01T12:00:00Z.
    const NOW_MS: i64 = 1_772_366_400_000;

    fn check(year: Option<i64>, month: i64, day: i64, expected: Result<&str, &str>) {
        let read = BirthdayDraft { year, month, day }.validate(NOW_MS);
        let read = read.map(|birthday| {
            assert_eq!(birthday.to_string().parse(), Ok(birthday));
            birthday.to_string()
        });
        let read = read.map_err(|errors| errors[0].field.clone());
        assert_eq!(
            read,
            expected.map(str::to_owned).map_err(str::to_owned),
            "{year:?} {month} {day}"
        );
    }

    #[test]
    fn day_that_there_is_is_kept_with_or_without_its_year() {
        check(Some(1990), 5, 1, Ok("1990-05-01"));
        check(None, 5, 1, Ok("--05-01"));
        check(None, 2, 29, Ok("--02-29"));
        check(Some(2000), 2, 29, Ok("2000-02-29"));
        check(Some(2026), 3, 2, Ok("2026-03-02"));
    }

    #[test]
    fn day_that_there_is_not_or_not_yet_is_refused() {
        check(Some(2001), 2, 29, Err("day"));
        check(Some(1900), 2, 29, Err("day"));
        check(None, 2, 30, Err("day"));
        check(None, 4, 31, Err("day"));
        check(None, 13, 1, Err("month"));
        check(None, 0, 1, Err("month"));
        check(None, 1, 0, Err("day"));
        check(Some(1899), 1, 1, Err("year"));
        check(Some(2027), 1, 1, Err("year"));
        check(Some(2026), 3, 4, Err("day"));
        check(Some(i64::MAX), i64::MIN, i64::MAX, Err("year"));
    }

    #[test]
    fn text_that_is_no_birthday_is_refused() {
        for text in ["", "--", "1990", "1990-05", "1990-13-01", "--02-30", "x-05-01"] {
            assert_eq!(text.parse::<Birthday>(), Err(NoBirthday), "{text}");
        }
    }
}
