//! Damages of staff, and of keys of machines.

use super::{Damage, damage};

const ACTIVE: &str = "only who may log in as staff has sessions";
const SESSIONS: &str = "staff has no more sessions than they may";
const ROTATED: &str = "a session of staff that was refreshed knows the token before, and no other does";
const INVITED: &str = "an invitation is open until there is a password";
const CODES: &str = "codes are asked for of who was given a secret";
const KEYS: &str = "a key that was rotated knows the secret before, and no other does";
const HASHED: &str = "what staff and machines prove themselves by is hashed";

pub const DAMAGES: &[Damage] = &[
    damage(ACTIVE, &["UPDATE staff SET state = 'disabled'"]),
    damage(ACTIVE, &["DELETE FROM staff WHERE state = 'active'"]),
    damage(
        SESSIONS,
        &[
            "INSERT INTO staff_session (id, staff_id, refresh_lookup, rotations, rotated_ms, created_ms, expires_ms) \
           SELECT 'SESSION' || value, 'li', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 0, 0, 0, 9 FROM \
           (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 21) SELECT value FROM n)",
        ],
    ),
    damage(ROTATED, &["UPDATE staff_session SET previous_lookup = NULL"]),
    damage(ROTATED, &["UPDATE staff_session SET rotations = 0"]),
    damage(
        ROTATED,
        &["UPDATE staff_session SET previous_lookup = refresh_lookup WHERE rotations > 0"],
    ),
    damage(
        INVITED,
        &["UPDATE staff SET invitation_lookup = NULL, invitation_expires_ms = NULL WHERE state = 'invited'"],
    ),
    damage(
        INVITED,
        &["UPDATE staff SET invitation_expires_ms = 9 WHERE state = 'active'"],
    ),
    damage(CODES, &["UPDATE staff SET code_generation = 0"]),
    damage(KEYS, &["UPDATE access_key SET previous_lookup = NULL"]),
    damage(KEYS, &["UPDATE access_key SET previous_lookup = lookup"]),
    damage(
        HASHED,
        &["UPDATE staff SET password = 'correct horse' WHERE state = 'active'"],
    ),
    damage(
        HASHED,
        &["UPDATE staff SET invitation_lookup = 'invitation' WHERE state = 'invited'"],
    ),
    damage(HASHED, &["UPDATE staff_session SET refresh_lookup = 'token'"]),
    damage(HASHED, &["UPDATE access_key SET lookup = 'key'"]),
];
