//! Signatures of what a sandbox hands out and must recognize again.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Shortest key, in bytes: the output length of the hash (RFC 2104, section 3).
pub const KEY_BYTES_MIN: usize = 32;

/// A key that is long enough. Not printable.
pub struct Key(String);

impl Key {
    /// Takes a key; `None` when it is too short to protect anything.
    #[must_use]
    pub fn new(key: String) -> Option<Self> {
        (key.len() >= KEY_BYTES_MIN).then_some(Self(key))
    }

    /// The signature of `text` for one `purpose`, base64url: a signature for one never passes for another.
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &[u8]) -> Option<String> {
        Some(BASE64.encode(self.mac(purpose, text)?.finalize().into_bytes()))
    }

    /// Whether `signature` is that of `text` for `purpose`, compared in constant time.
    #[must_use]
    pub fn verifies(&self, purpose: &str, text: &[u8], signature: &str) -> bool {
        let bytes = BASE64.decode(signature).ok();
        self.mac(purpose, text)
            .zip(bytes)
            .is_some_and(|(mac, bytes)| mac.verify_slice(&bytes).is_ok())
    }

    fn mac(&self, purpose: &str, text: &[u8]) -> Option<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        Some(mac.chain_update(purpose).chain_update([0]).chain_update(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_is_of_one_key_one_purpose_and_one_text() {
        let key = |key: &str| Key::new(key.to_owned()).unwrap();
        let ours = key("a key that only tests know, and nobody else");
        let signature = ours.sign("reference", b"text").unwrap();
        assert!(ours.verifies("reference", b"text", &signature));
        assert!(!ours.verifies("notification", b"text", &signature));
        assert!(!ours.verifies("reference", b"texts", &signature));
        assert!(!ours.verifies("reference", b"text", "no base64!"));
        let other = key("another key of at least thirty-two bytes");
        assert!(!other.verifies("reference", b"text", &signature));
        assert!(Key::new("short".to_owned()).is_none());
    }
}
