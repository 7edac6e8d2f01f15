//! Refresh tokens: opaque to everybody else, and no JWT.
//!
//! `SESSION.SECRET.TAG`: 256 random bits under the name of their session, with a keyed hash over both. The database has a keyed hash
//! of the secret alone. The tag says that a token was ours once, so that an old one is known for one without keeping it, and nobody
//! ends a session by making tokens up.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use commerce::ids::SessionId;
use std::fmt;
use vault::{Key, KeyedHash, LookupSecret, Opened};

/// Length of the secret, in bytes.
pub const SECRET_BYTES: usize = 32;
/// Longest text that is looked at, in bytes; a token has 114.
const TOKEN_BYTES_MAX: usize = 200;

/// What tokens are told and found by.
pub struct TokenKeys {
    tags: KeyedHash,
    lookups: KeyedHash,
}

impl TokenKeys {
    /// Those that are derived from a secret.
    #[must_use]
    pub fn of(secret: &LookupSecret) -> Self {
        Self {
            tags: secret.hash_for("mendian refresh token, tag"),
            lookups: secret.hash_for("mendian refresh token"),
        }
    }
}

/// A token of ours. Prints its session alone.
pub struct RefreshToken {
    /// Of which session.
    pub session: SessionId,
    secret: Opened,
}

impl RefreshToken {
    /// A new token.
    #[must_use]
    pub fn new(session: SessionId, secret: [u8; SECRET_BYTES]) -> Self {
        Self {
            session,
            secret: Opened::new(BASE64.encode(secret)),
        }
    }

    /// Reads a token that we gave out; `None` for anything else.
    #[must_use]
    pub fn read(text: &str, keys: &TokenKeys) -> Option<Self> {
        if text.len() > TOKEN_BYTES_MAX {
            return None;
        }
        let (signed, tag) = text.rsplit_once('.')?;
        let (session, secret) = signed.split_once('.')?;
        // Constant-time comparison.
        if !keys.tags.matches(&[session, secret], tag) {
            return None;
        }
        Some(Self {
            session: session.parse().ok()?,
            secret: Opened::new(secret.to_owned()),
        })
    }

    /// As the client keeps it.
    #[must_use]
    pub fn text(&self, keys: &TokenKeys) -> String {
        let (session, secret) = (self.session.to_string(), self.secret.expose());
        let tag = keys.tags.of(&[&session, secret]);
        format!("{session}.{secret}.{tag}")
    }

    /// As the database keeps it.
    #[must_use]
    pub fn lookup(&self, keys: &TokenKeys) -> String {
        keys.lookups
            .of(&[&self.session.to_string(), self.secret.expose()])
    }

    /// The key that its successor is sealed under: who has no token opens none.
    #[must_use]
    pub fn successor_key(&self) -> Key {
        Key::derive(
            self.secret.expose().as_bytes(),
            "mendian successor of a refresh token",
        )
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefreshToken({})", self.session)
    }
}
