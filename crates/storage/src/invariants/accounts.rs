//! Accounts of shoppers, and what belongs to them.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "what belongs to an account has one":
    "SELECT t.kind, t.customer_id FROM ( \
         SELECT 'identity' AS kind, customer_id FROM account_identity \
         UNION ALL SELECT 'session', customer_id FROM account_session \
         UNION ALL SELECT 'consent', customer_id FROM account_consent \
         UNION ALL SELECT 'address', customer_id FROM account_address \
     ) t LEFT JOIN account a ON a.customer_id = t.customer_id WHERE a.customer_id IS NULL";

    "an account is a person's whom a platform knows":
    "SELECT a.customer_id FROM account a LEFT JOIN account_identity i ON i.customer_id = a.customer_id \
     WHERE i.customer_id IS NULL";

    "an account counts its addresses, within their limit":
    "SELECT a.customer_id, a.addresses, COUNT(d.id) FROM account a \
     LEFT JOIN account_address d ON d.customer_id = a.customer_id GROUP BY a.customer_id, a.addresses \
     HAVING COUNT(d.id) <> a.addresses OR a.addresses > 20";

    "a customer has no more sessions than they may":
    "SELECT customer_id, COUNT(*) FROM account_session GROUP BY customer_id HAVING COUNT(*) > 20";

    "a session that was refreshed knows the token before, and no other does":
    "SELECT id, rotations FROM account_session \
     WHERE (rotations > 0) <> (previous_lookup IS NOT NULL) OR (rotations > 0) <> (successor IS NOT NULL) \
     OR previous_lookup = refresh_lookup";

    "what is private is sealed, and found by a keyed hash":
    "SELECT t.customer_id FROM ( \
         SELECT customer_id, data_key AS sealed FROM account \
         UNION ALL SELECT customer_id, name FROM account WHERE name IS NOT NULL \
         UNION ALL SELECT customer_id, birthday FROM account WHERE birthday IS NOT NULL \
         UNION ALL SELECT customer_id, phone FROM account WHERE phone IS NOT NULL \
         UNION ALL SELECT customer_id, subject FROM account_identity \
         UNION ALL SELECT customer_id, address FROM account_address \
     ) t WHERE SUBSTR(t.sealed, 1, 3) <> 'x1.' \
     UNION ALL SELECT customer_id FROM account \
     WHERE (phone IS NULL) <> (phone_lookup IS NULL) OR LENGTH(phone_lookup) <> 43 \
     UNION ALL SELECT customer_id FROM account_identity WHERE LENGTH(subject_lookup) <> 43";
};
