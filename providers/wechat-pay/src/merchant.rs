//! The merchant: names, keys and addresses, as the variables say them.

use crate::key;
use rsa::{PrivateKey, PublicKey};
use std::collections::BTreeMap;

/// A variable that says nothing usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub(crate) &'static str);

/// The variables, each under its name without `wechat_pay_`.
#[derive(Clone, Default)]
pub struct Variables {
    /// The mini-program's appid.
    pub appid: String,
    /// The merchant's number.
    pub mchid: String,
    /// The serial of the merchant's API certificate.
    pub serial: String,
    /// The key of that certificate, PKCS#8 in PEM.
    pub private_key: String,
    /// The APIv3 key: 32 bytes.
    pub api_v3_key: String,
    /// The gateway's public keys, each after its serial.
    pub platform_keys: String,
    /// Where the gateway notifies: `https://…/v1/payments/notifications/wechat-pay`.
    pub notify_url: String,
    /// The gateway: `https://api.mch.weixin.qq.com`.
    pub gateway: String,
    /// The platform of mini-programs: `https://api.weixin.qq.com`.
    pub platform: String,
    /// The mini-program's secret; empty when deliveries are reported otherwise.
    pub app_secret: String,
}

/// A merchant that can sign, verify and decrypt. Not printable.
pub struct Merchant {
    pub(crate) appid: String,
    pub(crate) mchid: String,
    pub(crate) serial: String,
    pub(crate) private_key: PrivateKey,
    pub(crate) api_v3_key: [u8; 32],
    /// The serial whose key the gateway is asked to sign with.
    pub(crate) platform_serial: String,
    pub(crate) platform_keys: BTreeMap<String, PublicKey>,
    pub(crate) notify_url: String,
    pub(crate) gateway: String,
    pub(crate) platform: String,
    pub(crate) app_secret: String,
}

impl Merchant {
    /// Reads the variables.
    ///
    /// # Errors
    /// Names the first variable that is not usable, never its value.
    pub fn read(variables: Variables) -> Result<Self, ConfigError> {
        let (platform_serial, platform_keys) = key::platform_keys(&variables.platform_keys)?;
        let api_v3_key = variables.api_v3_key.as_bytes();
        let merchant = Self {
            private_key: key::private_key(&variables.private_key)?,
            api_v3_key: api_v3_key
                .try_into()
                .map_err(|_| ConfigError("wechat_pay_api_v3_key is not 32 bytes long"))?,
            appid: plain(variables.appid, "wechat_pay_appid is empty or not plain")?,
            mchid: plain(variables.mchid, "wechat_pay_mchid is empty or not plain")?,
            serial: plain(variables.serial, "wechat_pay_serial is empty or not plain")?,
            platform_serial,
            platform_keys,
            notify_url: variables.notify_url,
            gateway: origin(variables.gateway),
            platform: origin(variables.platform),
            app_secret: variables.app_secret,
        };
        Ok(merchant)
    }
}

/// A name that stands in paths and headers.
fn plain(text: String, complaint: &'static str) -> Result<String, ConfigError> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_plain.then_some(text).ok_or(ConfigError(complaint))
}

fn origin(url: String) -> String {
    url.trim_end_matches('/').to_owned()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::key::tests::{SDK_PUBLIC_KEY, sdk_private_key};

    /// Variables with the key pair of the official SDK's tests.
    pub(crate) fn variables() -> Variables {
        Variables {
            appid: "wx8888888888888888".to_owned(),
            mchid: "1900000109".to_owned(),
            serial: "F5765756002FDD77".to_owned(),
            private_key: sdk_private_key(),
            // wechatpay-java, `TestConfig.API_V3_KEY`.
            api_v3_key: "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb".to_owned(),
            platform_keys: format!("D7CE59D1F522D701 {SDK_PUBLIC_KEY}"),
            notify_url: "https://mall.example/v1/payments/notifications/wechat-pay".to_owned(),
            gateway: "https://api.mch.weixin.qq.com".to_owned(),
            platform: "https://api.weixin.qq.com".to_owned(),
            app_secret: "secret".to_owned(),
        }
    }

    pub(crate) fn merchant() -> Merchant {
        Merchant::read(variables()).unwrap()
    }

    #[test]
    fn unusable_variable_is_named_and_its_value_is_not() {
        for (change, name) in [
            (
                (|v: &mut Variables| v.appid = "wx 8".to_owned()) as fn(&mut Variables),
                "wechat_pay_appid",
            ),
            (|v| v.mchid.clear(), "wechat_pay_mchid"),
            (|v| v.serial = "F5\"".to_owned(), "wechat_pay_serial"),
            (|v| v.private_key = "s3cret".to_owned(), "wechat_pay_private_key"),
            (|v| v.api_v3_key = "s3cret".to_owned(), "wechat_pay_api_v3_key"),
            (
                |v| v.platform_keys = "s3cret".to_owned(),
                "wechat_pay_platform_keys",
            ),
        ] {
            let mut changed = variables();
            change(&mut changed);
            let Err(error) = Merchant::read(changed) else {
                panic!("{name} was taken");
            };
            let words = error.to_string();
            assert!(words.contains(name) && !words.contains("s3cret"), "{words}");
        }
    }
}
