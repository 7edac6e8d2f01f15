use vault::{KeyedHash, LookupSecret};

/// Finds an invitation of staff, which is random and kept as its keyed hash alone.
#[must_use]
pub fn invitations(secret: &LookupSecret) -> KeyedHash {
    secret.hash_for("mendian invitation")
}
