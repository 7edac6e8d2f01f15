//! The URL table of the function `accounts`.

use crate::addresses::{delete_address, list_addresses, put_address};
use crate::create_session::create_session;
use crate::delete_me::delete_me;
use crate::end_sessions::{delete_session, end_all_sessions, end_session};
use crate::export_me::export_me;
use crate::get_me::get_me;
use crate::get_order_contact::get_order_contact;
use crate::list_audit_entries::list_audit_entries;
use crate::list_sessions::list_sessions;
use crate::put_me::put_me;
use crate::refresh_session::refresh_session;
use crate::rotate_keys::rotate_keys;
use crate::verify_phone::verify_phone;
use api::operation::accounts::{
    CREATE_SESSION, DELETE_ADDRESS, DELETE_ME, DELETE_SESSION, END_ALL_SESSIONS, END_SESSION, EXPORT_ME,
    GET_ME, GET_ORDER_CONTACT, LIST_ADDRESSES, LIST_AUDIT_ENTRIES, LIST_SESSIONS, PUT_ADDRESS, PUT_ME,
    REFRESH_SESSION, ROTATE_KEYS, VERIFY_PHONE,
};
use web::App;

/// All routes.
#[must_use]
pub fn app() -> App {
    App::new()
        .paced()
        .route(&CREATE_SESSION, create_session)
        .route(&REFRESH_SESSION, refresh_session)
        .route(&LIST_SESSIONS, list_sessions)
        .route(&END_SESSION, end_session)
        .route(&END_ALL_SESSIONS, end_all_sessions)
        .route(&DELETE_SESSION, delete_session)
        .route(&GET_ME, get_me)
        .route(&PUT_ME, put_me)
        .route(&DELETE_ME, delete_me)
        .route(&EXPORT_ME, export_me)
        .route(&VERIFY_PHONE, verify_phone)
        .route(&LIST_ADDRESSES, list_addresses)
        .route(&PUT_ADDRESS, put_address)
        .route(&DELETE_ADDRESS, delete_address)
        .route(&GET_ORDER_CONTACT, get_order_contact)
        .route(&ROTATE_KEYS, rotate_keys)
        .route(&LIST_AUDIT_ENTRIES, list_audit_entries)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_operation_is_mounted() {
        let mounted: Vec<_> = super::app()
            .mounted()
            .iter()
            .map(|operation| **operation)
            .collect();
        assert_eq!(mounted, api::operation::accounts::ALL);
    }
}
