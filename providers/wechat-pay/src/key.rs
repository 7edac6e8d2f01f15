//! Keys as operators hand them over.

use crate::merchant::ConfigError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rsa::pkcs8::{DecodePrivateKey, DecodePublicKey};
use rsa::traits::PublicKeyParts;
use rsa::{PrivateKey, PublicKey};
use std::collections::BTreeMap;

/// Length of the gateway's and the merchants' keys, in bytes.
const MODULUS_BYTES: usize = 256;

/// The merchant's private key, PKCS#8 in PEM: `apiclient_key.pem`. Line breaks may be lost on the way through a variable.
///
/// # Errors
/// A text that is no such key.
pub(crate) fn private_key(pem: &str) -> Result<PrivateKey, ConfigError> {
    let wrong = || ConfigError("wechat_pay_private_key is no 2048-bit RSA key in PKCS#8 PEM");
    let (der, rest) = block(pem.trim(), "PRIVATE KEY").ok_or_else(wrong)?;
    let key = PrivateKey::from_pkcs8_der(&der).map_err(|_| wrong())?;
    (key.size() == MODULUS_BYTES && rest.is_empty())
        .then_some(key)
        .ok_or_else(wrong)
}

/// The gateway's public keys by their serials: each `SERIAL` followed by its key in PEM, as many as are in use.
///
/// # Errors
/// A text that is no such list.
pub(crate) fn platform_keys(text: &str) -> Result<(String, BTreeMap<String, PublicKey>), ConfigError> {
    let wrong =
        || ConfigError("wechat_pay_platform_keys is no list of serials and 2048-bit public keys in PEM");
    let mut first = None;
    let mut keys = BTreeMap::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (serial, after) = rest.split_once("-----BEGIN").ok_or_else(wrong)?;
        let serial = serial.trim();
        let is_serial = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if serial.is_empty() || !serial.bytes().all(is_serial) {
            return Err(wrong());
        }
        let pem = &rest[rest.len() - after.len() - "-----BEGIN".len()..];
        let (der, after) = block(pem, "PUBLIC KEY").ok_or_else(wrong)?;
        let key = PublicKey::from_public_key_der(&der).map_err(|_| wrong())?;
        if key.size() != MODULUS_BYTES {
            return Err(wrong());
        }
        first.get_or_insert_with(|| serial.to_owned());
        keys.insert(serial.to_owned(), key);
        rest = after.trim();
    }
    Ok((first.ok_or_else(wrong)?, keys))
}

/// The bytes of the block of this label that `pem` begins with, and what follows it.
fn block<'a>(pem: &'a str, label: &str) -> Option<(Vec<u8>, &'a str)> {
    let body = pem
        .strip_prefix("-----BEGIN ")?
        .strip_prefix(label)?
        .strip_prefix("-----")?;
    let (body, rest) = body.split_once("-----END ")?;
    let rest = rest.strip_prefix(label)?.strip_prefix("-----")?;
    // Some channels turn line breaks into the two characters that stand for one.
    let body: String = body.replace("\\n", "").split_whitespace().collect();
    Some((BASE64.decode(body).ok()?, rest))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The key pair of the official SDK's tests: wechatpay-go, `core/auth/signers/sha256withrsa_signer_test.go` and
    /// `core/auth/verifiers/sha256withrsa_pubkey_verifier_test.go`. It was published, so it opens nothing.
    pub(crate) const SDK_PRIVATE_KEY: &str = include_str!("../vectors/sdk-testing-key.txt");
    pub(crate) const SDK_PUBLIC_KEY: &str = include_str!("../vectors/sdk-testing-key.pub.txt");

    pub(crate) fn sdk_private_key() -> String {
        SDK_PRIVATE_KEY.replace("TESTING KEY", "PRIVATE KEY")
    }

    #[test]
    fn private_key_is_read_with_and_without_line_breaks() {
        let pem = sdk_private_key();
        let key = private_key(&pem).unwrap();
        assert_eq!(private_key(&pem.replace('\n', "")).unwrap(), key);
        assert_eq!(
            private_key(&pem.replace('\n', "\\n").replace("-----\\n", "-----")).unwrap(),
            key
        );
        let public = format!("S1 {SDK_PUBLIC_KEY}");
        let (_, keys) = platform_keys(&public).unwrap();
        assert_eq!(keys["S1"], key.to_public_key());
    }

    #[test]
    fn several_platform_keys_are_read_by_serial_and_the_first_is_ours_to_ask_for() {
        let text = format!("PUB_KEY_ID_01\n{SDK_PUBLIC_KEY}\n5157F09E {SDK_PUBLIC_KEY}");
        let (first, keys) = platform_keys(&text).unwrap();
        assert_eq!(first, "PUB_KEY_ID_01");
        assert_eq!(keys.keys().collect::<Vec<_>>(), ["5157F09E", "PUB_KEY_ID_01"]);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let cut = &sdk_private_key()[..400];
        for bad in ["", "key", cut, SDK_PUBLIC_KEY] {
            assert!(private_key(bad).is_err(), "{bad}");
        }
        let nameless = SDK_PUBLIC_KEY.to_owned();
        let private = format!("S1 {}", sdk_private_key());
        let trailing = format!("S1 {SDK_PUBLIC_KEY} S2");
        for bad in ["", "S1", &nameless, &private, &trailing] {
            assert!(platform_keys(bad).is_err(), "{bad}");
        }
    }
}
