//! Mendian function: log-ins of shoppers, and what is private of them.
//!
//! It alone has the keys by which private fields are sealed and found (`root_keys`, `lookup_secret`). Who somebody is, it asks the
//! function `identities`, which alone has the mini-program's secret. It shows headquarters the audit log, too. Nothing that is opened here goes into a log, an outbox or
//! key-value.

mod account;
mod addresses;
mod create_session;
mod credential;
mod delete_me;
mod end_sessions;
mod export_me;
mod get_me;
mod get_order_contact;
mod identities;
mod keys;
mod list_audit_entries;
mod list_sessions;
mod places;
mod put_me;
mod refresh_session;
mod rotate_keys;
pub mod routes;
mod verify_phone;
mod view;

#[cfg(target_family = "wasm")]
web::component!(crate::routes::app);
