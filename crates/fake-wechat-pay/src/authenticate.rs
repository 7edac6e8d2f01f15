//! Whether the merchant signed a request just now, and once
//! (<https://pay.weixin.qq.com/doc/v3/merchant/4012365336>).

use crate::books::Books;
use crate::keys::{MCHID, MERCHANT, MERCHANT_SERIAL};
use crate::message::{Request, Said, refuse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::Sha256;

const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048 ";
/// How old a request may be, in seconds.
const AGE_S_MAX: u64 = 300;

pub(crate) fn authenticate(books: &mut Books, request: &Request, now_s: i64) -> Result<(), Said> {
    let wrong = |why: &str| refuse(401, "SIGN_ERROR", why);
    let header = request
        .header("authorization")
        .and_then(|header| header.strip_prefix(SCHEME))
        .ok_or_else(|| wrong("no authorization"))?;
    let field = |name: &str| {
        header.split(',').find_map(|field| {
            let value = field.trim().strip_prefix(name)?.strip_prefix("=\"")?;
            value.strip_suffix('"')
        })
    };
    let [mchid, nonce, signature, timestamp, serial] =
        ["mchid", "nonce_str", "signature", "timestamp", "serial_no"].map(|name| field(name).unwrap_or(""));
    if mchid != MCHID || serial != MERCHANT_SERIAL {
        return Err(wrong("no such merchant or certificate"));
    }
    let signed_s: i64 = timestamp.parse().map_err(|_| wrong("no timestamp"))?;
    if signed_s.abs_diff(now_s) > AGE_S_MAX {
        return Err(wrong("too old"));
    }
    if nonce.len() > 32 || !books.nonces.insert(nonce.to_owned()) {
        return Err(wrong("a nonce is 32 characters at most and comes once"));
    }
    let body = std::str::from_utf8(&request.body).map_err(|_| wrong("no text"))?;
    let Request { method, path, .. } = request;
    let message = format!("{method}\n{path}\n{timestamp}\n{nonce}\n{body}\n");
    let signature = BASE64.decode(signature).map_err(|_| wrong("no base64"))?;
    MERCHANT
        .to_public_key()
        .pkcs1v15_verify::<Sha256>(message.as_bytes(), &signature)
        .map_err(|_| wrong("another signature"))?;
    let is_json = |name: &str| request.header(name) == Some("application/json");
    if !is_json("accept") || !is_json("content-type") || request.header("user-agent").is_none() {
        return Err(refuse(400, "PARAM_ERROR", "accept, content-type or user-agent"));
    }
    Ok(())
}
