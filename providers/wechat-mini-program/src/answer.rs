//! What the platform answers: 200, and JSON with an `errcode` that is absent or 0 when all is well. It signs nothing, so that TLS
//! and the exact address are what is relied on.

use crate::Failure;
use crate::link::{Link, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Longest code that is looked at, in characters; real ones have 32 to 64.
const CODE_CHARS_MAX: usize = 256;

#[derive(Deserialize)]
struct Verdict {
    #[serde(default)]
    errcode: i64,
}

/// Sends a request, and reads what `T` holds.
///
/// # Errors
/// See [`Failure`].
pub(crate) async fn exchange<T: DeserializeOwned>(link: &dyn Link, request: Request) -> Result<T, Failure> {
    // The address holds a secret or a token: what is said of it is not told further.
    let answer = link.send(request).await;
    let answer = answer.map_err(|_| Failure::Unavailable("the platform does not answer".to_owned()))?;
    let senseless = || Failure::Unavailable(format!("the platform says {}", answer.status));
    let verdict: Verdict = serde_json::from_slice(&answer.body).map_err(|_| senseless())?;
    if verdict.errcode != 0 {
        return Err(failure(verdict.errcode));
    }
    serde_json::from_slice(&answer.body).map_err(|_| senseless())
}

/// What an `errcode` means
/// (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html> and the pages beside it). Its
/// message is not told further: it may repeat what was sent.
fn failure(errcode: i64) -> Failure {
    match errcode {
        // Invalid, used, missing.
        40_029 | 40_163 | 41_008 => Failure::CodeRefused,
        // Per minute, and per day.
        45_009 | 45_011 => Failure::RateLimited,
        40_226 => Failure::Blocked,
        // Not the latest, invalid, expired.
        40_001 | 40_014 | 42_001 => Failure::CredentialRefused,
        // The mini-program, its secret, the server's address, a right that the mini-program has not got.
        40_013 | 40_125 | 40_164 | 40_243 | 41_002 | 41_004 | 48_001 | 50_002 => {
            Failure::Misconfigured(format!("the platform says {errcode}"))
        }
        _ => Failure::Unavailable(format!("the platform says {errcode}")),
    }
}

/// Whether a text can be a code at all. What goes into an address must not change its meaning.
pub(crate) fn is_code(code: &str) -> bool {
    (1..=CODE_CHARS_MAX).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_would_change_an_address_is_no_code() {
        assert!(is_code("0e3Ka1Ga1kbzxx0-_"));
        for text in ["", "a&appid=b", "a b", "a#", "码", "a\r\n", &"a".repeat(257)] {
            assert!(!is_code(text), "{text:?}");
        }
    }

    #[test]
    fn code_that_nobody_wrote_down_is_no_answer() {
        for errcode in [-1, 1, 40_000, 99_999] {
            assert!(matches!(failure(errcode), Failure::Unavailable(_)), "{errcode}");
        }
    }
}
