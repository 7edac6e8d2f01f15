//! The wall between stores, and between customers: every operation of the contract, called by everybody, about what is theirs and
//! what is not.
//!
//! `table.rs` has a row for every operation, with a request that succeeds for who may make it; an operation without one fails the
//! test. Who gets what for the same request is derived from the contract's roles and from whose things a path names:
//!
//! - without a good token 401, without the role or its permission 403, always the same bytes, and nothing is read for it;
//! - with the role, about what is another's, the answer to a request about what there is not, byte for byte;
//! - about one's own, success, without anything that was planted in what is another's, and without fields that are for others;
//! - whatever strangers send, the database and key-value stay as they were.

#![allow(clippy::panic, reason = "a table that does not fit says so by failing")]

mod around;
mod audit_log;
mod canary;
mod cast;
mod contract;
mod fields;
mod inside;
mod matrix;
mod request;
mod roles;
mod rounds;
mod table;
mod world;

use matrix::Matrix;

#[test]
fn nobody_crosses_the_wall() {
    let mut matrix = Matrix::new();
    let before = matrix.state(&[]);
    rounds::refused(&matrix);
    rounds::hidden(&matrix);
    rounds::public(&matrix);
    around::addresses(&matrix);
    around::additions(&matrix);
    around::headers(&matrix);
    around::methods(&matrix);
    around::private(&matrix);
    inside::transfers(&matrix);
    matrix.unchanged(&before, &matrix.state(&[]), "strangers");

    // Codes that are tried are counted, and that is in the audit log of whose desk it is.
    let tries = ["handover_check", "audit_entry", "audit_head"];
    let before = matrix.state(&tries);
    inside::named(&matrix);
    matrix.unchanged(&before, &matrix.state(&tries), "naming what is another's");

    // A look at a customer is on record.
    let looks = ["audit_entry", "audit_head"];
    let before = matrix.state(&looks);
    roles::permissions(&matrix);
    matrix.unchanged(&before, &matrix.state(&looks), "people of all roles");

    fields::views(&matrix);
    rounds::owners(&mut matrix);
    audit_log::entered(&matrix);

    // Once more under the keys that owners have used by now.
    let before = matrix.state(&[]);
    rounds::hidden(&matrix);
    matrix.unchanged(&before, &matrix.state(&[]), "strangers with the owners' keys");
    inside::unwritable(&matrix);
    matrix.finish();
    matrix.world.mall.assert_adds_up();
}
