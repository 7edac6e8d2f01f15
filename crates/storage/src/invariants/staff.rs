//! People who work for the brand, and keys of machines.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "only who may log in as staff has sessions":
    "SELECT t.id, t.staff_id FROM staff_session t LEFT JOIN staff s ON s.id = t.staff_id AND s.state = 'active' \
     WHERE s.id IS NULL";

    "staff has no more sessions than they may":
    "SELECT staff_id, COUNT(*) FROM staff_session GROUP BY staff_id HAVING COUNT(*) > 20";

    "a session of staff that was refreshed knows the token before, and no other does":
    "SELECT id, rotations FROM staff_session \
     WHERE (rotations > 0) <> (previous_lookup IS NOT NULL) OR (rotations > 0) <> (successor IS NOT NULL) \
     OR previous_lookup = refresh_lookup";

    "an invitation is open until there is a password":
    "SELECT id, state FROM staff WHERE (invitation_lookup IS NULL) <> (invitation_expires_ms IS NULL) \
     OR (state = 'active' AND invitation_lookup IS NOT NULL) OR (state = 'invited' AND invitation_lookup IS NULL)";

    "codes are asked for of who was given a secret":
    "SELECT id FROM staff WHERE code_confirmed = 1 AND code_generation = 0";

    "a key that was rotated knows the secret before, and no other does":
    "SELECT id, rotations FROM access_key \
     WHERE (rotations > 0) <> (previous_lookup IS NOT NULL) OR (rotations > 0) <> (previous_until_ms IS NOT NULL) \
     OR previous_lookup = lookup";

    "what staff and machines prove themselves by is hashed":
    "SELECT id FROM staff WHERE SUBSTR(password, 1, 10) <> '$argon2id$' OR LENGTH(invitation_lookup) <> 43 \
     UNION ALL SELECT id FROM staff_session WHERE LENGTH(refresh_lookup) <> 43 OR LENGTH(previous_lookup) <> 43 \
     UNION ALL SELECT id FROM access_key WHERE LENGTH(lookup) <> 43 OR LENGTH(previous_lookup) <> 43";
};
