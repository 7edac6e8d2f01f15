//! Tokens, good and bad ones.

use crate::mall::TOKEN_SECRET;
use crate::now_ms;
use web::Principal;

/// A token that the application takes for `ttl_s` seconds from now; one that is over when that is negative.
///
/// # Panics
/// For nobody, who has none.
#[must_use]
pub fn own(principal: &Principal, ttl_s: i64) -> String {
    signed_with(TOKEN_SECRET, principal, ttl_s)
}

/// The same, signed with any secret.
///
/// # Panics
/// For nobody, and for a secret that is too short.
#[must_use]
pub fn signed_with(secret: &str, principal: &Principal, ttl_s: i64) -> String {
    web::token::mint(secret, principal, now_ms() / 1_000 + ttl_s).unwrap()
}
