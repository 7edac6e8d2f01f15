//! The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): one effect and one answer per key.

use crate::Call;
use api::problem::{Code, Problem};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};

/// Shortest key, in characters.
const KEY_CHARS_MIN: usize = 8;
/// Longest key, in characters.
const KEY_CHARS_MAX: usize = 64;

/// A key within its scope (principal, route), with the digest of the request that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// Whose key it is.
    pub principal: String,
    /// Which operation it is for, with the path's parameters.
    pub route: String,
    /// The key.
    pub key: String,
    /// SHA-256 of the body, base64url.
    pub digest: String,
}

impl Idempotency {
    pub(crate) fn of(call: &Call) -> Result<Self, Problem> {
        let key = call
            .headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok())
            .filter(|key| (KEY_CHARS_MIN..=KEY_CHARS_MAX).contains(&key.len()))
            .filter(|key| key.bytes().all(|byte| byte.is_ascii_graphic()))
            .ok_or_else(|| Problem::new(Code::IdempotencyKeyRequired))?;
        let mut route = call.operation.id.to_owned();
        for (_, value) in &call.params {
            route.push('/');
            route.push_str(value);
        }
        Ok(Self {
            principal: call.principal.name(),
            route,
            key: key.to_owned(),
            digest: BASE64.encode(Sha256::digest(&call.body)),
        })
    }
}
