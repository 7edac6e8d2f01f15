use super::*;
use proptest::prelude::*;

fn deed(fields: [&str; 5], at_ms: i64) -> Deed {
    let [chain, principal, operation, target, body_sha256] = fields.map(str::to_owned);
    Deed {
        chain,
        at_ms,
        principal,
        operation,
        target,
        body_sha256,
    }
}

/// What the documentation says, written down once more: the bytes that are hashed.
fn netstrings(entry: &Entry) -> String {
    let deed = &entry.deed;
    let fields = [
        "mendian audit 1".to_owned(),
        deed.chain.clone(),
        entry.seq.to_string(),
        deed.at_ms.to_string(),
        deed.principal.clone(),
        deed.operation.clone(),
        deed.target.clone(),
        deed.body_sha256.clone(),
        entry.previous.clone(),
    ];
    fields
        .iter()
        .map(|field| format!("{}:{field},", field.len()))
        .collect()
}

/// By `printf '%s' '15:mendian audit 1,14:store:shanghai,1:1,13:1767240000000,' … | sha256sum`.
#[test]
fn hash_of_an_entry_is_the_one_that_other_tools_compute() {
    let fields = [
        "store:shanghai",
        "clerk:shanghai:li",
        "put_stock",
        "/v1/stores/shanghai/stock",
    ];
    let [chain, principal, operation, target] = fields;
    let body = sha256(b"");
    assert_eq!(
        body,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let deed = deed([chain, principal, operation, target, &body], 1_767_240_000_000);
    let first = Entry::following(&Head::genesis(), deed);
    assert_eq!(
        first.hash,
        "f92639fe4a0b2ff5c11ffde8fb3175cea54f646ff22f0b0ab41dad6cc507549b"
    );
}

#[test]
fn chain_is_read_as_it_is_written() {
    for text in ["headquarters", "store:sh-001", "store:headquarters"] {
        assert_eq!(text.parse::<Chain>().unwrap().to_string(), text);
    }
    for text in ["", "sh-001", "store:", "store", "headquarters:", "store:a b"] {
        assert_eq!(text.parse::<Chain>(), Err(NoChain), "{text}");
    }
}

#[test]
fn position_is_read_as_it_is_written() {
    for text in ["17.3.headquarters", "-5.1.store:sh-001"] {
        assert_eq!(text.parse::<Position>().unwrap().to_string(), text);
    }
    for text in ["", "17", "17.3", "17.3.", "a.3.headquarters", "17..headquarters"] {
        assert!(text.parse::<Position>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn hash_is_over_netstrings(
        texts in prop::array::uniform5(".{0,12}"),
        at_ms: i64,
        seq in 0_i64..1_000,
        hash in "[0-9a-f]{0,64}",
    ) {
        let fields = [0, 1, 2, 3, 4].map(|at| texts[at].as_str());
        let entry = Entry::following(&Head { seq, hash }, deed(fields, at_ms));
        prop_assert_eq!(&entry.hash, &sha256(netstrings(&entry).as_bytes()));
    }

    /// Texts that run into each other where they are only put one after the other.
    #[test]
    fn entries_that_differ_have_hashes_that_differ(
        ones in prop::array::uniform5("[1:,a]{0,3}"),
        others in prop::array::uniform5("[1:,a]{0,3}"),
    ) {
        let [one, other] = [&ones, &others].map(|texts| {
            let fields = [0, 1, 2, 3, 4].map(|at| texts[at].as_str());
            Entry::following(&Head::genesis(), deed(fields, 1))
        });
        prop_assert_eq!(ones == others, one.hash == other.hash);
    }
}
