//! What the contract says of the operations of `accounts`.

use super::{
    AddressView, AddressesView, AuditEntryView, ContactView, CreateSession, DeletedAccountView, DeletedView,
    EndedView, ExportView, MeView, PutAddress, PutMe, RefreshSession, RotationReport, SessionsView,
    TokensView, VerifyPhone,
};
use crate::openapi::{Describe, Description};
use crate::operation::accounts::{
    CREATE_SESSION, DELETE_ADDRESS, DELETE_ME, DELETE_SESSION, END_ALL_SESSIONS, END_SESSION, EXPORT_ME,
    GET_ME, GET_ORDER_CONTACT, LIST_ADDRESSES, LIST_AUDIT_ENTRIES, LIST_SESSIONS, PUT_ADDRESS, PUT_ME,
    REFRESH_SESSION, ROTATE_KEYS, VERIFY_PHONE,
};
use crate::page::Page;
use crate::problem::Code;
use schemars::SchemaGenerator;
use serde_json::json;

/// What the platform may say.
const PLATFORM: &[Code] = &[
    Code::CodeRefused,
    Code::Blocked,
    Code::RateLimited,
    Code::IdentityUnavailable,
];

/// The function's part of the contract.
pub fn describe(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let mut all = sessions(schemas);
    all.extend(me(schemas));
    all.extend(addresses(schemas));
    all.push(
        Describe::new(
            schemas,
            &GET_ORDER_CONTACT,
            "How a customer is reached",
            "Name and telephone number of the customer of an order of the store, as far as they gave them. They are masked, but for who \
             has the permission `read_contacts` while the order is paid and open: that look is on record.",
        )
        .answers::<ContactView>(200),
    );
    all.push(
        Describe::new(
            schemas,
            &ROTATE_KEYS,
            "Bring customers' keys to the newest root key",
            "Wraps the keys of customers anew, up to a bound in number and time, while everything stays readable. May run as \
             often and as many at once as one likes.",
        )
        .answers::<RotationReport>(200),
    );
    all.push(audit(schemas));
    all
}

fn audit(schemas: &mut SchemaGenerator) -> Description {
    let text = |max: u32| json!({"type": "string", "minLength": 1, "maxLength": max});
    let chain = json!({"type": "string", "pattern": "^(headquarters|store:[A-Za-z0-9_-]{1,40})$"});
    let instant = json!({"type": "integer"});
    Describe::new(
        schemas,
        &LIST_AUDIT_ENTRIES,
        "What staff wrote",
        "The audit log, newest first: every write of staff, with who, when and about what. An entry was committed together with its \
         write. Each store has a chain of its own, and so has headquarters; in a chain, each entry holds the hash of the one before.",
    )
    .query("chain", false, chain, "Entries of this chain.")
    .query("principal", false, text(200), "Entries of this member of staff, named as in the entries.")
    .query("operation", false, text(60), "Entries of this `operationId`.")
    .query("from_ms", false, instant.clone(), "Not before, UTC epoch milliseconds.")
    .query("to_ms", false, instant, "Before, UTC epoch milliseconds.")
    .paged()
    .answers::<Page<AuditEntryView>>(200)
}

fn sessions(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(
            schemas,
            &CREATE_SESSION,
            "Log in",
            "By the code that the client got from its platform. Who was never here before gets an account. The access token is \
             good for 15 minutes, the session for 180 days, or 30 without being refreshed; of more than 20 sessions the one that \
             was not refreshed for longest ends. `code_refused`: get a new code and send that.",
        )
        .body::<CreateSession>()
        .problems(PLATFORM)
        .answers::<TokensView>(201),
        Describe::new(
            schemas,
            &REFRESH_SESSION,
            "Get new tokens",
            "A refresh token is good once: it gives a successor. For ten seconds it gives the same successor again, for who \
             lost the answer or sent it twice; after that, sending it again ends the session, since it was copied. \
             `unauthenticated`: log in again.",
        )
        .body::<RefreshSession>()
        .problems(&[Code::Unauthenticated])
        .answers::<TokensView>(200),
        Describe::new(schemas, &LIST_SESSIONS, "My log-ins", "The newest first.").answers::<SessionsView>(200),
        Describe::new(
            schemas,
            &END_SESSION,
            "Log out",
            "Ends the session of the token that is sent: it cannot be refreshed any more. Other functions take the access \
             token for the minutes that it is still good.",
        )
        .answers::<EndedView>(200),
        Describe::new(schemas, &END_ALL_SESSIONS, "Log out everywhere", "Ends all sessions of the caller.")
            .answers::<EndedView>(200),
        Describe::new(schemas, &DELETE_SESSION, "Log out somewhere else", "Ends one session of the caller.")
            .answers::<EndedView>(200),
    ]
}

fn me(schemas: &mut SchemaGenerator) -> Vec<Description> {
    vec![
        Describe::new(schemas, &GET_ME, "My account", "What the caller said of themselves.").answers::<MeView>(200),
        Describe::new(
            schemas,
            &PUT_ME,
            "Edit my account",
            "Replaces what the caller said of themselves: what is left out is taken back, consents too. The telephone number \
             and the home store are set otherwise, and stay.",
        )
        .body::<PutMe>()
        .problems(&[Code::VersionConflict])
        .answers::<MeView>(200),
        Describe::new(
            schemas,
            &DELETE_ME,
            "Delete my account",
            "Removes all that is private of the caller, and the key without which no copy of it opens; ends all sessions. \
             Orders and books stay, under an id that names nobody any more. Who logs in again is a new customer.",
        )
        .answers::<DeletedAccountView>(200),
        Describe::new(
            schemas,
            &EXPORT_ME,
            "Export my data",
            "Everything that is kept about the caller.",
        )
        .answers::<ExportView>(200),
        Describe::new(
            schemas,
            &VERIFY_PHONE,
            "Set my telephone number",
            "By the code that the client got from its platform, which has verified the number. A number is one account's: \
             another one that had it loses it.",
        )
        .body::<VerifyPhone>()
        .problems(PLATFORM)
        .answers::<MeView>(200),
    ]
}

fn addresses(schemas: &mut SchemaGenerator) -> Vec<Description> {
    let systems = json!({"type": "string", "enum": ["wgs84", "gcj02"], "default": "wgs84"});
    vec![
        Describe::new(schemas, &LIST_ADDRESSES, "My addresses", "By name.")
            .query("coord", false, systems, "The coordinate system of the answer.")
            .answers::<AddressesView>(200),
        Describe::new(
            schemas,
            &PUT_ADDRESS,
            "Write an address of mine",
            "Creates or replaces it; its name is the caller's choice, in a book of their own, and should say nothing \
             of anybody: it is the one part that is kept as it is. 20 at most.",
        )
        .body::<PutAddress>()
        .answers::<AddressView>(200),
        Describe::new(
            schemas,
            &DELETE_ADDRESS,
            "Remove an address of mine",
            "From the caller's own book.",
        )
        .answers::<DeletedView>(200),
    ]
}
