//! One-time codes (RFC 6238, on RFC 4226): HMAC-SHA1, steps of 30 seconds, six digits, which is what authenticators know.

use crate::secrets::CodeSecret;
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// Length of a step, in milliseconds.
const STEP_MS: i64 = 30_000;
/// Steps before and after the one that is now, for clocks that differ (RFC 6238, 5.2).
const STEPS_AROUND: i64 = 1;
/// 10 to the number of digits.
const CODES: u32 = 1_000_000;

/// The time step of `code`, if it is a code of the secret around `now_ms` (UTC epoch milliseconds) and its step is later than
/// `used_step`: no code is good twice (RFC 6238, 5.2).
pub fn step_of(secret: &CodeSecret, code: &str, used_step: i64, now_ms: i64) -> Option<i64> {
    let now = now_ms.div_euclid(STEP_MS);
    let steps = (now - STEPS_AROUND).max(used_step.saturating_add(1))..=now + STEPS_AROUND;
    let mut found = None;
    // All are compared, so that time tells nothing.
    for step in steps {
        if code_at(&secret.bytes(), step)
            .as_bytes()
            .ct_eq(code.as_bytes())
            .into()
        {
            found = Some(step);
        }
    }
    found
}

/// The secret as authenticators take it, in base32, and the same as an address (`otpauth:`).
pub fn enrolment(secret: &CodeSecret, login: &str) -> (String, String) {
    let text = BASE32_NOPAD.encode(&secret.bytes());
    // A log-in name needs no escaping but for the one sign.
    let name = login.replace('@', "%40");
    let uri = format!(
        "otpauth://totp/Mendian:{name}?secret={text}&issuer=Mendian&algorithm=SHA1&digits=6&period=30"
    );
    (text, uri)
}

fn code_at(secret: &[u8], step: i64) -> String {
    // A key of any length is taken.
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret) else {
        return String::new();
    };
    let hash: [u8; 20] = mac
        .chain_update(step.to_be_bytes())
        .finalize()
        .into_bytes()
        .into();
    // Dynamic truncation (RFC 4226, 5.3).
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes([hash[at] & 127, hash[at + 1], hash[at + 2], hash[at + 3]]);
    format!("{:06}", word % CODES)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA1; the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(b"12345678901234567890", seconds / 30), code);
        }
    }
}
