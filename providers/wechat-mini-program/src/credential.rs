//! The access token of the platform
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html>).
//!
//! It opens the whole mini-program, and somebody else keeps it: so it is sealed under a key that is derived from the mini-program's
//! secret, which they do not have.

use crate::Failure;
use crate::answer::exchange;
use crate::link::{Link, Request};
use crate::mini_program::MiniProgram;
use serde::Deserialize;
use serde_json::json;
use vault::{Key, Place};

/// How long before its end a token is to be renewed, in seconds. The platform keeps the old one good for as long.
const RENEW_S: i64 = 300;
/// Longest token, in characters; a real one has 136.
const TOKEN_CHARS_MAX: usize = 1_024;

/// See the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The token, sealed, with its end.
    pub kept: String,
    /// When it is to be renewed, UTC epoch milliseconds.
    pub renew_ms: i64,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: i64,
}

/// A token that is good now. Asking again gives the same one while it is: `force_refresh` is left alone, since it would take the
/// token away from everybody else.
///
/// # Errors
/// See [`Failure`].
pub(crate) async fn renew(of: &MiniProgram, link: &dyn Link) -> Result<Credential, Failure> {
    let body = json!({"grant_type": "client_credential", "appid": of.appid, "secret": of.secret});
    let request = Request {
        method: "POST",
        url: format!("{}/cgi-bin/stable_token", of.platform),
        headers: vec![("content-type", "application/json".to_owned())],
        body: body.to_string(),
    };
    let granted: Granted = match exchange(link, request).await {
        Err(Failure::CredentialRefused | Failure::CodeRefused | Failure::Blocked) => {
            return Err(Failure::Misconfigured("the platform grants no token".to_owned()));
        }
        answer => answer?,
    };
    if !is_token(&granted.access_token) {
        return Err(Failure::Unavailable("the platform's token is none".to_owned()));
    }
    let until_s = link.now_s().saturating_add(granted.expires_in.clamp(0, 86_400));
    let text = format!("{until_s} {}", granted.access_token);
    Ok(Credential {
        kept: key(of).seal(place(&[&of.appid]), link.random(), &text),
        renew_ms: (until_s - RENEW_S).saturating_mul(1_000),
    })
}

/// The token in what was kept.
///
/// # Errors
/// [`Failure::CredentialRefused`] when it is not ours, altered, or at its end.
pub(crate) fn open(of: &MiniProgram, link: &dyn Link, kept: &str) -> Result<String, Failure> {
    let text = key(of).open(place(&[&of.appid]), kept);
    let read = text.as_ref().and_then(|text| {
        let (until_s, token) = text.expose().split_once(' ')?;
        Some((until_s.parse::<i64>().ok()?, token.to_owned()))
    });
    match read {
        Some((until_s, token)) if until_s > link.now_s() => Ok(token),
        _ => Err(Failure::CredentialRefused),
    }
}

/// What goes into an address must not change its meaning.
fn is_token(token: &str) -> bool {
    (1..=TOKEN_CHARS_MAX).contains(&token.len())
        && token
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"&#%+?".contains(&byte))
}

fn key(of: &MiniProgram) -> Key {
    Key::derive(of.secret.as_bytes(), "mendian mini-program access token")
}

fn place<'a>(row: &'a [&'a str]) -> Place<'a> {
    Place {
        table: "credential",
        column: "kept",
        row,
    }
}
