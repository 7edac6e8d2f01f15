//! What is done to the log past its triggers.

use crate::log::{CHAIN, ENTRIES, Log, each};
use storage::audit::{Broken, Fault};

/// Statements past the triggers, and what is found of them.
const TAMPERED: &[(&[&str], Broken)] = &[
    (
        &["UPDATE audit_entry SET at_ms = 99 WHERE seq = 3"],
        broken(3, Fault::Changed),
    ),
    (
        &["UPDATE audit_entry SET principal = 'clerk:s1:wu' WHERE seq = 1"],
        broken(1, Fault::Changed),
    ),
    (
        &["UPDATE audit_entry SET operation = 'put_price' WHERE seq = 5"],
        broken(5, Fault::Changed),
    ),
    (
        &["UPDATE audit_entry SET target = '/v1/stores/s2/stock' WHERE seq = 2"],
        broken(2, Fault::Changed),
    ),
    (
        &["UPDATE audit_entry SET body_sha256 = '01' WHERE seq = 4"],
        broken(4, Fault::Changed),
    ),
    (
        &["UPDATE audit_entry SET previous = hash WHERE seq = 4"],
        broken(4, Fault::Changed),
    ),
    (
        &["UPDATE audit_entry SET hash = previous WHERE seq = 4"],
        broken(4, Fault::Changed),
    ),
    // Into another chain, out of the middle, the beginning and the end.
    (
        &["UPDATE audit_entry SET chain = 'store:s2' WHERE seq = 3"],
        broken(3, Fault::Missing),
    ),
    (
        &["DELETE FROM audit_entry WHERE seq = 1"],
        broken(1, Fault::Missing),
    ),
    (
        &["DELETE FROM audit_entry WHERE seq = 3"],
        broken(3, Fault::Missing),
    ),
    (
        &["DELETE FROM audit_entry WHERE seq = 5"],
        broken(5, Fault::Missing),
    ),
    (&["DELETE FROM audit_entry"], broken(1, Fault::Missing)),
    // The order.
    (
        &[
            "UPDATE audit_entry SET seq = 9 WHERE seq = 2",
            "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
            "UPDATE audit_entry SET seq = 3 WHERE seq = 9",
        ],
        broken(2, Fault::Changed),
    ),
    (
        &["UPDATE audit_entry SET seq = 7 WHERE seq = 5"],
        broken(5, Fault::Missing),
    ),
    // The gap is closed.
    (
        &[
            "DELETE FROM audit_entry WHERE seq = 2",
            "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        ],
        broken(2, Fault::Changed),
    ),
    // The head.
    (
        &["UPDATE audit_head SET hash = 'other'"],
        broken(5, Fault::NotTheHead),
    ),
    (&["UPDATE audit_head SET seq = 6"], broken(6, Fault::Missing)),
    (
        &["UPDATE audit_head SET seq = 3, \
             hash = (SELECT e.hash FROM audit_entry e WHERE e.chain = audit_head.chain AND e.seq = 3)"],
        broken(4, Fault::BeyondHead),
    ),
    (&["DELETE FROM audit_head"], broken(1, Fault::BeyondHead)),
];

const fn broken(seq: i64, fault: Fault) -> Broken {
    Broken { seq, fault }
}

#[test]
fn tampering_with_any_column_any_entry_or_the_head_is_found_and_named() {
    each("tampered", |log| {
        let (log, _) = log.filled();
        log.try_write(log.unguard).unwrap();
        for (statements, found) in TAMPERED {
            assert_eq!(log.verify(&[]).map(|head| head.seq), Ok(ENTRIES));
            let kept = log.try_write(&[
                "CREATE TABLE kept_entry AS SELECT * FROM audit_entry",
                "CREATE TABLE kept_head AS SELECT * FROM audit_head",
            ]);
            kept.unwrap();
            log.try_write(statements).unwrap();
            assert_eq!(log.verify(&[]), Err(found.clone()), "{statements:?}");
            log.try_write(&[
                "DELETE FROM audit_entry",
                "DELETE FROM audit_head",
                "INSERT INTO audit_entry SELECT * FROM kept_entry",
                "INSERT INTO audit_head SELECT * FROM kept_head",
                "DROP TABLE kept_entry",
                "DROP TABLE kept_head",
            ])
            .unwrap();
        }
    });
}

#[test]
fn past_that_was_written_anew_with_all_its_hashes_is_found_by_what_was_printed_before() {
    each("rewritten", |log| {
        let (log, printed) = log.filled();
        log.try_write(log.unguard).unwrap();
        // As somebody who owns the database would: every hash is right again, and so is the head.
        log.try_write(&["DELETE FROM audit_entry", "DELETE FROM audit_head"])
            .unwrap();
        for number in 1..=ENTRIES {
            log.add(
                CHAIN,
                number,
                if number == 2 {
                    "nothing_at_all"
                } else {
                    "put_stock"
                },
            );
        }
        assert_eq!(log.verify(&[]).map(|head| head.seq), Ok(ENTRIES));
        assert_eq!(
            log.verify(std::slice::from_ref(&printed)),
            Err(broken(ENTRIES, Fault::Rewritten))
        );
        // The same at the end alone: the last entry was never there.
        log.try_write(&["DELETE FROM audit_entry WHERE seq = 5", "DELETE FROM audit_head"])
            .unwrap();
        let rows = "INSERT INTO audit_head SELECT chain, seq, hash FROM audit_entry WHERE seq = 4";
        log.try_write(&[rows]).unwrap();
        assert_eq!(log.verify(&[]).map(|head| head.seq), Ok(4));
        assert_eq!(log.verify(&[printed]), Err(broken(5, Fault::Missing)));
    });
}

#[test]
fn chain_of_more_entries_than_are_read_at_once_is_verified_to_its_end() {
    let log = Log::sqlite();
    for number in 1..=1_001 {
        log.add(CHAIN, number, "put_stock");
    }
    assert_eq!(log.verify(&[]).map(|head| head.seq), Ok(1_001));
    log.try_write(log.unguard).unwrap();
    log.try_write(&["UPDATE audit_entry SET target = '/' WHERE seq = 1001"])
        .unwrap();
    assert_eq!(log.verify(&[]), Err(broken(1_001, Fault::Changed)));
}
