//! The audit log. That an entry's hash is that of its fields, no statement can tell: `cargo xtask audit verify` does.

use super::{Invariant, invariants};

pub(super) const ALL: &[Invariant] = invariants! {
    "an entry of the audit log follows the one before it":
    "SELECT e.chain, e.seq FROM audit_entry e \
     LEFT JOIN audit_entry p ON p.chain = e.chain AND p.seq = e.seq - 1 \
     WHERE e.previous <> COALESCE(p.hash, '0000000000000000000000000000000000000000000000000000000000000000') \
     OR (p.hash IS NULL) <> (e.seq = 1)";

    "the head of a chain of the audit log is its last entry":
    "SELECT h.chain, h.seq FROM audit_head h \
     LEFT JOIN audit_entry e ON e.chain = h.chain AND e.seq = h.seq WHERE e.hash IS NULL OR e.hash <> h.hash \
     UNION ALL SELECT e.chain, e.seq FROM audit_entry e \
     LEFT JOIN audit_head h ON h.chain = e.chain WHERE h.seq IS NULL OR h.seq < e.seq";
};
