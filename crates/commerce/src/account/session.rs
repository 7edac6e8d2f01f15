//! How long a log-in lasts, and what a refresh token is worth (RFC 9700, section 4.14.2: rotation).
//!
//! A refresh token is good once: using it gives a successor. One that is used again was copied, or its answer was lost. So for a
//! moment the answer is given again, the same successor to whoever asks; after that the whole session ends, because nobody can tell
//! the thief from the owner. Who is sent away logs in again, which costs the owner nothing: their platform does it silently.

/// How long an access token is good, in seconds. It is not asked about, so that this is how long it outlives its session.
pub const ACCESS_SECONDS: i64 = 15 * 60;
/// How long a session lasts without being used, in milliseconds: 30 days.
pub const IDLE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// How long a session lasts at all, in milliseconds: 180 days.
pub const LIFE_MS: i64 = 180 * 24 * 60 * 60 * 1_000;
/// How long the answer to a refresh is given again, in milliseconds.
pub const GRACE_MS: i64 = 10_000;
/// Sessions of a customer at most: the one that was not used for longest makes room.
pub const SESSIONS_MAX: i64 = 20;

/// Which token of its session a refresh token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented {
    /// The one that is good now.
    Current,
    /// The one before.
    Previous,
    /// One of ours that is older.
    Older,
}

/// What becomes of a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refresh {
    /// It gives a successor.
    Rotate,
    /// It gives the successor that it gave.
    Repeat,
    /// The session ends: somebody used a token twice.
    Revoke,
    /// The session is over.
    Over,
}

/// Decides about a refresh at `now_ms`, of a session that was last refreshed at `rotated_ms` and ends at `expires_ms`.
#[must_use]
pub fn decide(presented: Presented, rotated_ms: i64, expires_ms: i64, now_ms: i64) -> Refresh {
    if now_ms >= expires_ms || now_ms.saturating_sub(rotated_ms) >= IDLE_MS {
        return Refresh::Over;
    }
    match presented {
        Presented::Current => Refresh::Rotate,
        // A clock that was set back makes the moment no longer than it is.
        Presented::Previous if now_ms.abs_diff(rotated_ms) <= GRACE_MS.unsigned_abs() => Refresh::Repeat,
        Presented::Previous | Presented::Older => Refresh::Revoke,
    }
}

#[cfg(test)]
mod tests {
    use super::Presented::{Current, Older, Previous};
    use super::*;

    #[test]
    fn token_is_good_once_its_answer_for_a_moment_and_an_old_one_ends_the_session() {
        let decide = |presented, now_ms| decide(presented, 1_000, 1_000 + LIFE_MS, now_ms);
        assert_eq!(decide(Current, 1_000), Refresh::Rotate);
        assert_eq!(decide(Previous, 1_000 + GRACE_MS), Refresh::Repeat);
        assert_eq!(decide(Previous, 1_001 + GRACE_MS), Refresh::Revoke);
        assert_eq!(decide(Previous, 999 - GRACE_MS), Refresh::Revoke);
        assert_eq!(decide(Older, 1_000), Refresh::Revoke);
    }

    #[test]
    fn session_ends_after_a_while_whatever_is_shown() {
        for presented in [Current, Previous, Older] {
            assert_eq!(decide(presented, 0, LIFE_MS, IDLE_MS), Refresh::Over);
            assert_eq!(decide(presented, LIFE_MS - 1, LIFE_MS, LIFE_MS), Refresh::Over);
        }
        assert_eq!(decide(Current, 0, LIFE_MS, IDLE_MS - 1), Refresh::Rotate);
    }
}
