//! Damages of accounts.

use super::{Damage, damage};

const OWNED: &str = "what belongs to an account has one";
const KNOWN: &str = "an account is a person's whom a platform knows";
const COUNTED: &str = "an account counts its addresses, within their limit";
const SESSIONS: &str = "a customer has no more sessions than they may";
const ROTATED: &str = "a session that was refreshed knows the token before, and no other does";
const SEALED: &str = "what is private is sealed, and found by a keyed hash";

pub const DAMAGES: &[Damage] = &[
    damage(OWNED, &["DELETE FROM account"]),
    damage(OWNED, &["UPDATE account_session SET customer_id = 'bob'"]),
    damage(OWNED, &["UPDATE account_address SET customer_id = 'bob'"]),
    damage(OWNED, &["UPDATE account_consent SET customer_id = 'bob'"]),
    damage(OWNED, &["UPDATE account_identity SET customer_id = 'bob'"]),
    damage(KNOWN, &["DELETE FROM account_identity"]),
    damage(COUNTED, &["UPDATE account SET addresses = 0"]),
    damage(COUNTED, &["DELETE FROM account_address"]),
    damage(
        SESSIONS,
        &[
            "INSERT INTO account_session (id, customer_id, refresh_lookup, rotations, rotated_ms, created_ms, expires_ms) \
           SELECT 'SESSION' || value, 'alice', 'x', 0, 0, 0, 9 FROM \
           (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 19) SELECT value FROM n)",
        ],
    ),
    damage(ROTATED, &["UPDATE account_session SET previous_lookup = NULL"]),
    damage(ROTATED, &["UPDATE account_session SET successor = 'x1.token'"]),
    damage(
        ROTATED,
        &["UPDATE account_session SET previous_lookup = refresh_lookup WHERE rotations > 0"],
    ),
    damage(SEALED, &["UPDATE account SET name = 'Alice'"]),
    damage(SEALED, &["UPDATE account SET phone = '+8613800138000'"]),
    damage(SEALED, &["UPDATE account SET birthday = '1990-05-01'"]),
    damage(SEALED, &["UPDATE account SET data_key = 'key'"]),
    damage(SEALED, &["UPDATE account SET phone_lookup = NULL"]),
    damage(SEALED, &["UPDATE account SET phone_lookup = '+8613800138000'"]),
    damage(SEALED, &["UPDATE account_identity SET subject = 'alice'"]),
    damage(SEALED, &["UPDATE account_identity SET subject_lookup = 'alice'"]),
    damage(SEALED, &["UPDATE account_address SET address = '{}'"]),
];
