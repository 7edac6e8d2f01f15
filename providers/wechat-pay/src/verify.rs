//! What the gateway signs: every answer that says yes, and every notification
//! (<https://pay.weixin.qq.com/doc/v3/merchant/4013053249>).

use crate::merchant::Merchant;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::Sha256;

/// How far the gateway's clock may be from ours, in seconds. What is older may be a replay.
const CLOCK_S_MAX: u64 = 300;

/// Why a message is not the gateway's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unverified {
    /// A header is missing or malformed.
    #[error("the header {0} is missing or malformed")]
    Header(&'static str),
    /// Signed more than five minutes ago, or later than now.
    #[error("its timestamp is more than five minutes off")]
    Clock,
    /// None of our keys has this serial.
    #[error("its key is not one of wechat_pay_platform_keys")]
    Serial,
    /// The signature is wrong; now and then the gateway sends one on purpose, to see whether anybody looks.
    #[error("its signature is wrong")]
    Signature,
}

impl Merchant {
    /// Whether the gateway signed this `body` under these `headers` (names in lower case) just now.
    ///
    /// # Errors
    /// See [`Unverified`].
    pub(crate) fn verify(
        &self,
        headers: &[(String, String)],
        body: &[u8],
        now_s: i64,
    ) -> Result<(), Unverified> {
        let serial = header(headers, "wechatpay-serial")?;
        let timestamp = header(headers, "wechatpay-timestamp")?;
        let nonce = header(headers, "wechatpay-nonce")?;
        let signature = header(headers, "wechatpay-signature")?;
        let signed_s: i64 = timestamp
            .parse()
            .map_err(|_| Unverified::Header("wechatpay-timestamp"))?;
        if signed_s.abs_diff(now_s) > CLOCK_S_MAX {
            return Err(Unverified::Clock);
        }
        let key = self.platform_keys.get(serial).ok_or(Unverified::Serial)?;
        let signature = BASE64.decode(signature).map_err(|_| Unverified::Signature)?;
        let mut message = format!("{timestamp}\n{nonce}\n").into_bytes();
        message.extend_from_slice(body);
        message.push(b'\n');
        key.pkcs1v15_verify::<Sha256>(&message, &signature)
            .map_err(|_| Unverified::Signature)
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &'static str) -> Result<&'a str, Unverified> {
    let mut found = headers.iter().filter(|(known, _)| known == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Ok(value),
        // Two of them, and nobody knows which one was signed.
        _ => Err(Unverified::Header(name)),
    }
}

#[cfg(test)]
mod tests;
