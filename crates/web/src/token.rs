//! Signed bearer tokens: JWT (RFC 7519) with HS256 and nothing else.

use crate::Principal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The only header that is signed or accepted: `{"alg":"HS256","typ":"JWT"}`.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
/// Shortest signing secret, in bytes: the output length of the hash (RFC 7518, 3.2).
pub const SECRET_BYTES_MIN: usize = 32;
/// Longest token that is looked at, in bytes.
const TOKEN_BYTES_MAX: usize = 2_048;
const ISSUER: &str = "mendian";

/// Why a token cannot be minted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MintError {
    /// The secret is shorter than [`SECRET_BYTES_MIN`].
    ShortSecret,
    /// Nobody gets no token.
    Anonymous,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    store: Option<String>,
    /// Seconds since the epoch.
    exp: i64,
}

/// A token for `principal` that is valid until `expires_s` (epoch seconds).
///
/// # Errors
/// See [`MintError`].
pub fn mint(secret: &str, principal: &Principal, expires_s: i64) -> Result<String, MintError> {
    let (sub, role, store) = match principal {
        Principal::Anonymous => return Err(MintError::Anonymous),
        Principal::Shopper(id) => (id.to_string(), "shopper", None),
        Principal::Clerk { id, store } => (id.clone(), "clerk", Some(store.to_string())),
        Principal::Headquarters(id) => (id.clone(), "headquarters", None),
        Principal::Job => ("scheduler".to_owned(), "job", None),
    };
    let claims = Claims {
        iss: ISSUER.to_owned(),
        sub,
        role: role.to_owned(),
        store,
        exp: expires_s,
    };
    let payload = BASE64.encode(serde_json::to_vec(&claims).unwrap_or_default());
    let signed = format!("{HEADER}.{payload}");
    let signature = signer(secret)
        .ok_or(MintError::ShortSecret)?
        .chain_update(&signed)
        .finalize()
        .into_bytes();
    Ok(format!("{signed}.{}", BASE64.encode(signature)))
}

/// The principal of a token, or `None` when it is not ours, altered or expired at `now_s` (epoch seconds).
#[must_use]
pub fn verify(secret: &str, token: &str, now_s: i64) -> Option<Principal> {
    if token.len() > TOKEN_BYTES_MAX {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    if header != HEADER {
        return None;
    }
    let signature = BASE64.decode(signature).ok()?;
    // Constant-time comparison.
    signer(secret)?
        .chain_update(signed)
        .verify_slice(&signature)
        .ok()?;
    let claims = String::from_utf8(BASE64.decode(payload).ok()?).ok()?;
    let claims: Claims = serde_json::from_str(&claims).ok()?;
    if claims.iss != ISSUER || claims.exp <= now_s {
        return None;
    }
    match (claims.role.as_str(), claims.store) {
        ("shopper", None) => Some(Principal::Shopper(claims.sub.parse().ok()?)),
        ("clerk", Some(store)) => Some(Principal::Clerk {
            id: claims.sub,
            store: store.parse().ok()?,
        }),
        ("headquarters", None) => Some(Principal::Headquarters(claims.sub)),
        ("job", None) => Some(Principal::Job),
        _ => None,
    }
}

fn signer(secret: &str) -> Option<Hmac<Sha256>> {
    if secret.len() < SECRET_BYTES_MIN {
        return None;
    }
    Hmac::new_from_slice(secret.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of at least 32 bytes, for tests";

    fn shopper() -> Principal {
        Principal::Shopper("c1".parse().unwrap())
    }

    #[test]
    fn minted_token_names_its_principal_until_it_expires() {
        let clerk = Principal::Clerk {
            id: "k1".to_owned(),
            store: "s1".parse().unwrap(),
        };
        for principal in [
            shopper(),
            clerk,
            Principal::Headquarters("h1".to_owned()),
            Principal::Job,
        ] {
            let token = mint(SECRET, &principal, 100).unwrap();
            assert_eq!(verify(SECRET, &token, 99), Some(principal));
            assert_eq!(verify(SECRET, &token, 100), None);
        }
    }

    #[test]
    fn token_with_any_byte_changed_is_refused() {
        let token = mint(SECRET, &shopper(), 100).unwrap();
        for at in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            if altered != token {
                assert_eq!(verify(SECRET, &altered, 0), None, "byte {at}");
            }
        }
    }

    #[test]
    fn unsigned_foreign_and_short_secret_tokens_are_refused() {
        let token = mint(SECRET, &shopper(), 100).unwrap();
        let payload = token.split('.').nth(1).unwrap();
        let none = BASE64.encode(br#"{"alg":"none"}"#);
        assert_eq!(verify(SECRET, &format!("{none}.{payload}."), 0), None);
        assert_eq!(verify("another secret of at least 32 bytes!!", &token, 0), None);
        assert_eq!(mint("short", &shopper(), 100), Err(MintError::ShortSecret));
        assert_eq!(verify("", &token, 0), None);
    }
}
