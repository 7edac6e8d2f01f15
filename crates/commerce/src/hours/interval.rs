use std::fmt;

/// The latest minute that an interval can close at: the end of the day after it opened.
pub const MINUTES_MAX: u16 = 2 * DAY;

const DAY: u16 = 24 * 60;

/// A stretch of opening hours in local minutes after the midnight that begins the day it opens on.
///
/// It opens before minute 1,440 and closes up to 24 hours later, past midnight if need be: 1,080 to 1,560 is 18:00 to
/// 02:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    open: u16,
    close: u16,
}

/// Why two times are no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntervalError {
    /// The opening time is not 00:00 to 23:59.
    #[error("a time from 00:00 to 23:59")]
    Open,
    /// The closing time is not 00:00 to 48:00, or not within 24 hours of the opening time.
    #[error("a time up to 24 hours after opening, such as 22:00, or 26:00 for 2 o'clock the next day")]
    Close,
}

impl Interval {
    /// An interval from local minutes.
    ///
    /// # Errors
    /// When a minute is out of range.
    pub const fn new(open: u16, close: u16) -> Result<Self, IntervalError> {
        if open >= DAY {
            Err(IntervalError::Open)
        } else if close <= open || close > open + DAY {
            Err(IntervalError::Close)
        } else {
            Ok(Self { open, close })
        }
    }

    /// An interval from two times such as `08:00` and `22:00`. A closing time before the opening time is on the next day:
    /// `02:00` after `18:00` is the same as `26:00`.
    ///
    /// # Errors
    /// When a time is malformed or out of range. Equal times are refused, since they could mean never or always.
    pub fn parse(open: &str, close: &str) -> Result<Self, IntervalError> {
        let open = minutes(open).ok_or(IntervalError::Open)?;
        let close = minutes(close).ok_or(IntervalError::Close)?;
        Self::new(open, if close < open { close + DAY } else { close })
    }

    /// When it opens, in local minutes.
    pub const fn open(self) -> u16 {
        self.open
    }

    /// When it closes, in local minutes, up to [`MINUTES_MAX`].
    pub const fn close(self) -> u16 {
        self.close
    }

    /// Opening and closing time, as in `["18:00", "26:00"]`.
    pub fn times(self) -> [String; 2] {
        [self.open, self.close].map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [open, close] = self.times();
        write!(f, "{open}-{close}")
    }
}

/// Minutes of a time from `00:00` to `48:00`.
fn minutes(time: &str) -> Option<u16> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let [h, i, b':', m, n] = *time.as_bytes() else {
        return None;
    };
    let (hours, minutes) = (digit(h)? * 10 + digit(i)?, digit(m)? * 10 + digit(n)?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= MINUTES_MAX).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(open: &str, close: &str, expected: Result<&str, IntervalError>) {
        let interval = Interval::parse(open, close).map(|interval| interval.to_string());
        assert_eq!(interval, expected.map(str::to_owned), "{open} {close}");
    }

    #[test]
    fn closing_time_may_be_past_midnight_in_either_notation() {
        check("08:00", "22:00", Ok("08:00-22:00"));
        check("18:00", "02:00", Ok("18:00-26:00"));
        check("18:00", "26:00", Ok("18:00-26:00"));
        check("00:00", "24:00", Ok("00:00-24:00"));
        check("23:59", "47:59", Ok("23:59-47:59"));
        check("08:00", "00:00", Ok("08:00-24:00"));
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for open in [
            "24:00",
            "8:00",
            "08:60",
            "0800",
            "",
            "１２:00",
            "-1:00",
            "08:00:00",
        ] {
            check(open, "22:00", Err(IntervalError::Open));
        }
        for close in ["08:00", "32:01", "48:01", "99:99", "late"] {
            check("08:00", close, Err(IntervalError::Close));
        }
    }
}
