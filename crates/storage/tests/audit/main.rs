//! The audit log: it is appended to and nothing else, and whatever is done to it past that is found; on SQLite, and on the Postgres
//! that `DATABASE_URL` names, if it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

mod log;
mod tampering;

use log::{CHAIN, ENTRIES, UNGUARD_POSTGRES, deed, each};
use storage::audit::{CHAIN_MOVED, Chain, Entry, Filter, Position, append, next_chain};
use storage::sql::{Script, SqlError, Statement};

#[test]
fn log_is_appended_to_and_nothing_else() {
    each("guards", |log| {
        let (log, head) = log.filled();
        for statement in [
            "UPDATE audit_entry SET principal = 'nobody' WHERE seq = 2",
            "DELETE FROM audit_entry WHERE seq = 5",
            "UPDATE audit_head SET hash = 'other'",
            "UPDATE audit_head SET seq = 4",
            "UPDATE audit_head SET chain = 'store:s2', seq = seq + 1",
            "DELETE FROM audit_head",
        ] {
            let done = log.try_write(&[statement]);
            let is_refused = matches!(&done, Err(SqlError::Statement(words) | SqlError::Constraint(words))
                if words.contains("appended"));
            assert!(is_refused, "{statement}: {done:?}");
        }
        if log.unguard == UNGUARD_POSTGRES {
            for statement in ["TRUNCATE audit_entry", "TRUNCATE audit_head"] {
                assert!(log.try_write(&[statement]).is_err(), "{statement}");
            }
        }
        assert_eq!(log.verify(&[]), Ok(head));
    });
}

#[test]
fn second_writer_after_one_head_is_refused_whole() {
    each("moved", |log| {
        let (log, before) = log.filled();
        let mut scripts = ["first", "second"].map(|operation| {
            let mut script = Script::new();
            script.run(
                "INSERT INTO shelf_end (category_id, positions) VALUES (?1, 0)",
                vec![operation.into()],
            );
            append(&mut script, &before, deed(CHAIN, 9, operation));
            script
        });
        let [first, second] = scripts.each_mut().map(std::mem::take);
        assert_eq!(log.runtime.block_on(log.sql.write(first)), Ok(vec![1, 1, 1]));
        let refused = log.runtime.block_on(log.sql.write(second));
        assert!(
            matches!(
                refused,
                Err(SqlError::Refused {
                    label: CHAIN_MOVED,
                    ..
                })
            ),
            "{refused:?}"
        );
        let rows = log.runtime.block_on(
            log.sql
                .read(Statement::new("SELECT category_id FROM shelf_end", vec![])),
        );
        assert_eq!(rows.unwrap().len(), 1);
        assert_eq!(log.verify(&[before]).unwrap().seq, ENTRIES + 1);
    });
}

#[test]
fn every_chain_is_met_once_by_its_entries_or_its_head() {
    each("chains", |log| {
        for chain in ["store:s2", "headquarters", "store:s2"] {
            log.add(chain, 1, "put_stock");
        }
        log.try_write(log.unguard).unwrap();
        log.try_write(&["INSERT INTO audit_head (chain, seq, hash) VALUES ('store:s3', 1, 'x')"])
            .unwrap();
        log.try_write(&["DELETE FROM audit_head WHERE chain = 'headquarters'"])
            .unwrap();
        let (mut met, mut after) = (Vec::new(), String::new());
        while let Some(chain) = log.runtime.block_on(next_chain(&*log.sql, &after)).unwrap() {
            met.push(chain.clone());
            after = chain;
        }
        assert_eq!(met, ["headquarters", "store:s2", "store:s3"]);
    });
}

#[test]
fn entries_are_listed_newest_first_page_by_page_and_by_what_is_asked_for() {
    each("list", |log| {
        for (chain, at_ms, operation) in [
            ("headquarters", 10, "put_price"),
            ("store:s1", 10, "put_stock"),
            ("store:s1", 10, "put_stock"),
            ("store:s2", 20, "put_stock"),
            // A clock that went back.
            ("store:s2", 5, "create_refund"),
        ] {
            log.add(chain, at_ms, operation);
        }
        let names = |entries: &[Entry]| {
            let name = |entry: &Entry| format!("{} {}", entry.deed.chain, entry.seq);
            entries.iter().map(name).collect::<Vec<_>>()
        };
        let all = names(&log.list(&Filter::default(), None, 10));
        assert_eq!(
            all,
            [
                "store:s2 1",
                "store:s1 2",
                "store:s1 1",
                "headquarters 1",
                "store:s2 2"
            ]
        );
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = log.list(&Filter::default(), after.as_ref(), 2);
            let Some(last) = page.last() else { break };
            after = Some(Position::of(last));
            paged.extend(names(&page));
        }
        assert_eq!(paged, all);
        let filtered = |filter: Filter| names(&log.list(&filter, None, 10));
        let chain: Chain = "store:s2".parse().unwrap();
        let of_chain = Filter {
            chain: Some(chain),
            ..Filter::default()
        };
        assert_eq!(filtered(of_chain), ["store:s2 1", "store:s2 2"]);
        let of_operation = Filter {
            operation: Some("put_price".to_owned()),
            ..Filter::default()
        };
        assert_eq!(filtered(of_operation), ["headquarters 1"]);
        let of_principal = Filter {
            principal: Some("clerk:s1:wu".to_owned()),
            ..Filter::default()
        };
        assert_eq!(filtered(of_principal), Vec::<String>::new());
        let of_time = Filter {
            from_ms: Some(10),
            to_ms: Some(20),
            ..Filter::default()
        };
        assert_eq!(filtered(of_time), ["store:s1 2", "store:s1 1", "headquarters 1"]);
    });
}
