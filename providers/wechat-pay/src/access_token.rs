//! The access token of the mini-program's platform
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html>).

use crate::Failure;
use crate::link::{AccessToken, Link, Request};
use crate::merchant::Merchant;
use serde::Deserialize;
use serde_json::json;

/// How long before its end a token is renewed, in seconds. The platform keeps the old one good for as long.
const RENEW_S: i64 = 300;

#[derive(Deserialize)]
struct Granted {
    access_token: Option<String>,
    expires_in: Option<i64>,
    #[serde(default)]
    errcode: i64,
}

/// A token that is good now. Asking twice gives the same one, so instances do not take each other's away.
///
/// # Errors
/// See [`Failure`].
pub(crate) async fn access_token(merchant: &Merchant, link: &dyn Link) -> Result<String, Failure> {
    let kept = link.kept_token().borrow().clone();
    if let Some(kept) = kept.filter(|kept| kept.until_s - RENEW_S > link.now_s()) {
        return Ok(kept.token);
    }
    let body =
        json!({"grant_type": "client_credential", "appid": merchant.appid, "secret": merchant.app_secret});
    let request = Request {
        method: "POST",
        url: format!("{}/cgi-bin/stable_token", merchant.platform),
        headers: vec![("content-type", "application/json".to_owned())],
        body: body.to_string(),
    };
    let answer = link.send(request).await;
    let answer = answer.map_err(|words| Failure::unavailable(format!("the platform: {words}")))?;
    let granted: Granted = serde_json::from_slice(&answer.body)
        .map_err(|_| Failure::unavailable(format!("the platform says {}", answer.status)))?;
    // Whatever it is, the secret among it, is a matter of set-up that somebody will mend.
    let token = granted
        .access_token
        .filter(|token| {
            !token.is_empty()
                && token
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && !b"&#%+?".contains(&byte))
        })
        .ok_or_else(|| Failure::unavailable(format!("the platform grants no token: {}", granted.errcode)))?;
    link.kept_token().replace(Some(AccessToken {
        token: token.clone(),
        until_s: link.now_s().saturating_add(granted.expires_in.unwrap_or(0)),
    }));
    Ok(token)
}
