//! Operations of the function `accounts`.

use super::Method::{Delete, Get, Post, Put};
use super::{Access, Operation, Rate, operations};
use commerce::staff::Permission;

/// Longest body, in bytes: a code, or an address in the longest words.
pub const BODY_BYTES_MAX: usize = 16 * 1024;

const fn short(operation: Operation) -> Operation {
    Operation {
        body_bytes_max: BODY_BYTES_MAX,
        ..operation
    }
}

operations! {
    /// Logs a shopper in, by the code that their client got from their platform.
    CREATE_SESSION = short(Operation::new("create_session", Post, "/v1/sessions", Access::PUBLIC)).at(Rate::ADDRESS);
    /// Gives new tokens for a refresh token, which is its own authentication.
    REFRESH_SESSION = short(Operation::new("refresh_session", Post, "/v1/sessions/refresh", Access::PUBLIC))
        .at(Rate::ADDRESS);
    /// My log-ins.
    LIST_SESSIONS = Operation::new("list_sessions", Get, "/v1/sessions", Access::SHOPPER);
    /// Logs out, here.
    END_SESSION = short(Operation::new("end_session", Post, "/v1/sessions/end", Access::SHOPPER));
    /// Logs out everywhere.
    END_ALL_SESSIONS = short(Operation::new("end_all_sessions", Post, "/v1/sessions/end-all", Access::SHOPPER));
    /// Logs out somewhere else.
    DELETE_SESSION = short(Operation::new("delete_session", Delete, "/v1/sessions/{session}", Access::SHOPPER));
    /// What I said of myself.
    GET_ME = Operation::new("get_me", Get, "/v1/me", Access::SHOPPER);
    /// Says it anew.
    PUT_ME = short(Operation::new("put_me", Put, "/v1/me", Access::SHOPPER));
    /// Ends my account.
    DELETE_ME = short(Operation::new("delete_me", Delete, "/v1/me", Access::SHOPPER));
    /// Everything that is kept about me.
    EXPORT_ME = Operation::new("export_me", Get, "/v1/me/export", Access::SHOPPER);
    /// Takes my telephone number from my platform.
    VERIFY_PHONE = short(Operation::new("verify_phone", Post, "/v1/me/phone", Access::SHOPPER)).at(Rate::DEED);
    /// My addresses.
    LIST_ADDRESSES = Operation::new("list_addresses", Get, "/v1/me/addresses", Access::SHOPPER);
    /// Writes an address of mine.
    PUT_ADDRESS = short(Operation::new("put_address", Put, "/v1/me/addresses/{address}", Access::SHOPPER));
    /// Removes an address of mine.
    DELETE_ADDRESS = short(Operation::new(
        "delete_address", Delete, "/v1/me/addresses/{address}", Access::SHOPPER
    ));
    /// How the customer of an order of the store is reached.
    GET_ORDER_CONTACT = Operation::staff(
        "get_order_contact", Get, "/v1/stores/{store}/orders/{order}/contact", Permission::ReadOrders
    );
    /// Brings customers' keys to the newest root key.
    ROTATE_KEYS = Operation::job("rotate_keys", "/jobs/rotate-keys");
    /// What staff wrote, newest first.
    LIST_AUDIT_ENTRIES = Operation::headquarters("list_audit_entries", Get, "/v1/audit/entries", Permission::ReadAudit);
}
