//! Damages of the audit log.

use super::{Damage, damage};

const FOLLOWS: &str = "an entry of the audit log follows the one before it";
const HEAD: &str = "the head of a chain of the audit log is its last entry";

pub const DAMAGES: &[Damage] = &[
    damage(FOLLOWS, &["DELETE FROM audit_entry WHERE seq = 1"]),
    damage(FOLLOWS, &["UPDATE audit_entry SET hash = 'other' WHERE seq = 1"]),
    damage(
        FOLLOWS,
        &["UPDATE audit_entry SET previous = 'other' WHERE seq = 2"],
    ),
    damage(
        FOLLOWS,
        &["UPDATE audit_entry SET previous = 'other' WHERE seq = 1"],
    ),
    damage(FOLLOWS, &["UPDATE audit_entry SET seq = 3 WHERE seq = 2"]),
    damage(HEAD, &["DELETE FROM audit_head"]),
    damage(HEAD, &["DELETE FROM audit_entry WHERE seq = 2"]),
    damage(HEAD, &["UPDATE audit_head SET hash = 'other'"]),
    damage(HEAD, &["UPDATE audit_head SET seq = 1, hash = 'first'"]),
    damage(HEAD, &["UPDATE audit_head SET seq = 3"]),
];
