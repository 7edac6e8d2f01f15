//! Where staff of one store are let over the database's own wall between stores. Each place is a decision, with its reason here.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What lets somebody over, or goes round it.
const WAYS: [&str; 3] = ["sql_across_stores()", ".reaching(", "platform.sql()"];

/// File, way, and why it may be.
const MAY: &[(&str, &str, &str)] = &[
    (
        "functions/accounts/src/account.rs",
        "sql_across_stores()",
        "an account is no store's: staff who were found to have an order of the customer's see how they are reached",
    ),
    (
        "functions/catalog/src/create_transfer.rs",
        "sql_across_stores()",
        "which stores there are is public: goods are sent to one that exists",
    ),
    (
        "functions/fulfilment/src/create_return.rs",
        "sql_across_stores()",
        "a signed code of the shopper's says which order of any store these staff may see",
    ),
    (
        "functions/fulfilment/src/create_return.rs",
        ".reaching(",
        "the money of a return, and the books, are those of the order's store",
    ),
];

#[test]
fn staff_are_let_over_the_wall_where_there_is_a_reason_and_nowhere_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap();
    let mut found = BTreeSet::new();
    collect(&root, &root.join("crates/ordering/src"), &mut found);
    for function in fs::read_dir(root.join("functions")).unwrap() {
        collect(&root, &function.unwrap().path().join("src"), &mut found);
    }
    let may = MAY.iter().map(|(file, way, _)| ((*file).to_owned(), *way));
    assert_eq!(found, may.collect());
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<(String, &str)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
            continue;
        }
        // However it is broken over lines.
        let text: String = fs::read_to_string(&path).unwrap().split_whitespace().collect();
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        let ways = WAYS.iter().filter(|way| text.contains(*way));
        found.extend(ways.map(|way| (name.to_owned(), *way)));
    }
}
