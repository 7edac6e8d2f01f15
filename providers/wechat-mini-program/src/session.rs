//! The code of a log-in (`wx.login`).

use crate::Failure;
use crate::answer::{exchange, is_code};
use crate::link::{Link, Request};
use crate::mini_program::MiniProgram;
use serde::Deserialize;

/// Longest openid, in characters; the contract's limit.
const OPENID_CHARS_MAX: usize = 128;

/// What is read of the answer. The session key beside it is left where it is.
#[derive(Deserialize)]
struct Session {
    openid: String,
}

/// The openid of the person whose client got the code.
///
/// # Errors
/// See [`Failure`].
pub(crate) async fn openid(of: &MiniProgram, link: &dyn Link, code: &str) -> Result<String, Failure> {
    if !is_code(code) {
        return Err(Failure::CodeRefused);
    }
    let request = Request {
        method: "GET",
        url: format!(
            "{}/sns/jscode2session?appid={}&secret={}&js_code={code}&grant_type=authorization_code",
            of.platform, of.appid, of.secret
        ),
        headers: Vec::new(),
        body: String::new(),
    };
    let session: Session = match exchange(link, request).await {
        // There is no token in this call: it is the secret that is not good.
        Err(Failure::CredentialRefused) => {
            return Err(Failure::Misconfigured(
                "the platform refuses the secret".to_owned(),
            ));
        }
        answer => answer?,
    };
    let is_openid = (1..=OPENID_CHARS_MAX).contains(&session.openid.len())
        && session.openid.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_openid {
        return Err(Failure::Unavailable("the platform names nobody".to_owned()));
    }
    Ok(session.openid)
}
