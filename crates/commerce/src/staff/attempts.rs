//! How many wrong passwords and codes an account of staff takes: few enough that guessing gets nowhere, and a pause that ends by
//! itself, so that nobody is locked out for good by somebody else's guesses (OWASP ASVS 5.0, 6.3.1).

/// Wrong tries before the first pause.
pub const FAILURES_FREE: i64 = 5;
/// The first pause, in milliseconds: a minute. Each further failure doubles it.
pub const PAUSE_MS_MIN: i64 = 60_000;
/// The longest pause, in milliseconds: an hour.
pub const PAUSE_MS_MAX: i64 = 60 * 60 * 1_000;

/// Until when no try counts, after `failures` wrong ones in a row of which the last was at `now_ms` (UTC epoch milliseconds);
/// `now_ms` itself while there is no pause.
#[must_use]
pub fn paused_until(failures: i64, now_ms: i64) -> i64 {
    let over = failures.saturating_sub(FAILURES_FREE);
    if over < 0 {
        return now_ms;
    }
    let doubled = u32::try_from(over).map_or(PAUSE_MS_MAX, |over| {
        PAUSE_MS_MIN.saturating_mul(1_i64.checked_shl(over.min(16)).unwrap_or(1))
    });
    now_ms.saturating_add(doubled.min(PAUSE_MS_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_begin_late_double_and_end() {
        assert_eq!(paused_until(4, 7), 7);
        assert_eq!(paused_until(5, 7), 7 + PAUSE_MS_MIN);
        assert_eq!(paused_until(6, 7), 7 + 2 * PAUSE_MS_MIN);
        assert_eq!(paused_until(11, 7), 7 + PAUSE_MS_MAX);
        assert_eq!(paused_until(i64::MAX, 7), 7 + PAUSE_MS_MAX);
        assert_eq!(paused_until(9, i64::MAX), i64::MAX);
    }

    /// Who tries without a rest for a year.
    #[test]
    fn a_year_of_guesses_is_few_thousand() {
        let (mut now_ms, mut tries) = (0, 0);
        while now_ms < 365 * 24 * 60 * 60 * 1_000 {
            tries += 1;
            now_ms = paused_until(tries, now_ms);
        }
        assert!(tries < 10_000, "{tries}");
    }
}
